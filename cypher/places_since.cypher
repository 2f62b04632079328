// places_since: where everyone of whom anything was recorded since a time stands in a placement tree on a day: below whom; -1: a
// root, -2: not in the tree.
// In:  $tree string, $since datetime, $asOf date, $knownAt datetime
// Out: partner int, parent int
MATCH (p:Partner)
USING INDEX SEEK p:Partner(changed)
WHERE p.changed > $since AND p.changed <= $knownAt
OPTIONAL MATCH (p)-[r:PLACED_UNDER]->(parent)
WHERE r.tree = $tree AND r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN p.seq AS partner, CASE WHEN r IS NULL THEN -2 ELSE coalesce(parent.seq, -1) END AS parent
