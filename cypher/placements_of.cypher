// placements_of: placements of a partner in a tree, of all days, as known at a time; other is -1 for a root.
// In:  $partner int, $tree string, $knownAt datetime
// Out: seq int, from date, to date, other int, tree string, slot int, name string, override bool, reason string
// Times: all days are asked for
MATCH (:Partner {seq: $partner})-[r:PLACED_UNDER]->(parent)
WHERE r.tree = $tree AND r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN r.seq AS seq, r.from AS from, r.to AS to, coalesce(parent.seq, -1) AS other, r.tree AS tree, r.slot AS slot, '' AS name, false AS override, '' AS reason
ORDER BY from
