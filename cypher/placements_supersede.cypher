// placements_supersede: closes what is no longer believed.
// In:  $seqs list of int, $recorded datetime
// Out: superseded int
UNWIND $seqs AS seq
MATCH (:Partner)-[r:PLACED_UNDER {seq: seq}]->()
SET r.superseded = $recorded, r.changed = $recorded
REMOVE r.openKey, r.slotKey
RETURN count(*) AS superseded
