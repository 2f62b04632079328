// free_slots: free slots of a placement tree near a partner, top-down, left to right, on a day and as known at a time.
// In:  $partner string, $tree string, $depth int, $asOf date, $knownAt datetime
// Out: parent string, level int, slot int
// Example: $partner = 'P0000001', $tree = 'bin', $depth = 3, $asOf = date('2026-03-31'), $knownAt = datetime()
MATCH (t:Tree {id: $tree})
MATCH path = (:Partner {id: $partner}) (()<-[r:PLACED_UNDER WHERE r.tree = $tree AND r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt]-()){0,} (p:Partner)
WHERE length(path) < $depth
WITH t, p, length(path) AS level
UNWIND range(0, t.width - 1) AS slot
WITH p, level, slot
WHERE NOT EXISTS { MATCH (p)<-[r:PLACED_UNDER]-(:Partner) WHERE r.tree = $tree AND r.slot = slot AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt }
RETURN p.id AS parent, level, slot
ORDER BY level, parent, slot
