// sponsors_through_time: who sponsored partners, and on which days, as known at a time.
// Times: all days are wanted
// In:  $partners list of string, $knownAt datetime
// Out: partner string, sponsor string, from date, to date
MATCH (p:Partner)-[r:SPONSORED_BY]->(s:Partner)
WHERE p.id IN $partners AND r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN p.id AS partner, s.id AS sponsor, r.from AS from, r.to AS to
