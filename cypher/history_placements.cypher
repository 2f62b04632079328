// history_placements: the places of a partner through time, as known at a time; also what was believed once, if asked for.
// In:  $partner string, $knownAt datetime, $superseded bool
// Out: value string (empty: a root), tree string, slot int, from date, to date, recorded datetime, superseded datetime
// Times: all days are asked for
MATCH (p:Partner {id: $partner})-[r:PLACED_UNDER]->(parent)
WHERE r.recorded <= $knownAt AND ($superseded OR r.superseded > $knownAt)
RETURN CASE WHEN parent:Partner THEN parent.id ELSE '' END AS value, r.tree AS tree, r.slot AS slot, r.from AS from, r.to AS to,
       r.recorded AS recorded, r.superseded AS superseded
ORDER BY from, tree, recorded, r.seq
