// erasure_write: records that a person is erased, or what has come of it.
// In:  $id string, $seq int, $erasure map (all other properties), $recorded datetime
// Out: nothing
MERGE (e:Erasure {id: $id})
ON CREATE SET e.seq = $seq, e.recorded = $recorded
SET e += $erasure
SET e.changed = $recorded
