// placements_since: who was placed in a tree, or moved in it, since a time.
// In:  $tree string, $since datetime
// Out: partner int
MATCH (p:Partner)-[r:PLACED_UNDER]->()
WHERE r.changed > $since AND r.tree = $tree
RETURN DISTINCT p.seq AS partner
