// free_slots: free slots of a placement tree at and below a partner, top-down, left to right, on a day and as known at a time. A slot that somebody takes on a later day up to $until is not free.
// In:  $partner string, $tree string, $depth int (levels; 1: the partner's own slots; at most 10), $limit int, $asOf date, $until date (9999-12-31: for good), $knownAt datetime
// Out: parent string, level int (of the slot; 1: the partner's own), slot int
// Example: $partner = 'P0000001', $tree = 'bin', $depth = 3, $limit = 20, $asOf = date('2026-03-31'), $until = date('9999-12-31'), $knownAt = datetime()
MATCH (t:Tree {id: $tree})
MATCH (top:Partner {id: $partner})-[place:PLACED_UNDER]->()
WHERE place.tree = $tree AND place.from <= $asOf AND place.to > $asOf AND place.recorded <= $knownAt AND place.superseded > $knownAt
MATCH path = (top)
  (()<-[r:PLACED_UNDER WHERE r.tree = $tree AND r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt]-()){0,9}
  (parent:Partner)
WHERE length(path) < $depth
WITH t, parent, length(path) + 1 AS level, [at IN relationships(path) | at.slot] AS way
UNWIND range(0, t.width - 1) AS slot
WITH parent, level, way, slot
WHERE NOT EXISTS {
  MATCH (parent)<-[taken:PLACED_UNDER]-(:Partner)
  WHERE taken.tree = $tree AND taken.slot = slot AND taken.from < $until AND taken.to > $asOf
    AND taken.recorded <= $knownAt AND taken.superseded > $knownAt
}
RETURN parent.id AS parent, level, slot
ORDER BY level, way, slot
LIMIT $limit
