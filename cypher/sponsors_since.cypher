// sponsors_since: the sponsor on a day of everyone of whom anything was recorded since a time; -1: a root.
// In:  $since datetime, $asOf date, $knownAt datetime
// Out: partner int, sponsor int
MATCH (p:Partner)
USING INDEX SEEK p:Partner(changed)
WHERE p.changed > $since AND p.changed <= $knownAt
OPTIONAL MATCH (p)-[r:SPONSORED_BY]->(s:Partner)
WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN p.seq AS partner, coalesce(s.seq, -1) AS sponsor
