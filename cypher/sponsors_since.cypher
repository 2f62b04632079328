// sponsors_since: the sponsor on a day of everyone whose sponsorships were recorded since a time; -1: a root.
// In:  $since datetime, $asOf date, $knownAt datetime
// Out: partner int, sponsor int
MATCH (p:Partner)-[changed:SPONSORED_BY]->(:Partner)
WHERE changed.changed > $since AND changed.changed <= $knownAt
WITH DISTINCT p
OPTIONAL MATCH (p)-[r:SPONSORED_BY]->(s:Partner)
WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN p.seq AS partner, coalesce(s.seq, -1) AS sponsor
