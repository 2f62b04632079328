// careers_on: the ranks that people recorded (not overrides, not those that runs found) which hold on a day, as known at a time.
// In:  $asOf date, $knownAt datetime
// Out: partner string, rank string
MATCH (p:Partner)-[h:HOLDS]->(rank:Rank)
USING INDEX SEEK h:HOLDS(override)
WHERE h.override = false AND h.from <= $asOf AND h.to > $asOf AND h.recorded <= $knownAt AND h.superseded > $knownAt
RETURN p.id AS partner, rank.id AS rank
