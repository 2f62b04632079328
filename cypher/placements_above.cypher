// placements_above: who stands above a partner on any day of a span, as known at a time: whom the relationships lead to that hold on some of the days.
// In:  $partner int, $tree string, $from date, $to date, $knownAt datetime
// Out: partner int, above int, from date, to date
MATCH (:Partner {seq: $partner})-[:PLACED_UNDER*0.. {superseded: datetime('9999-12-31T00:00:00Z')}]->(p:Partner)
WITH DISTINCT p
MATCH (p)-[r:PLACED_UNDER]->(above:Partner)
WHERE r.from < $to AND r.to > $from AND r.recorded <= $knownAt AND r.superseded > $knownAt AND r.tree = $tree
RETURN p.seq AS partner, above.seq AS above, r.from AS from, r.to AS to
