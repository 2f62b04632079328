// sponsorships_supersede: closes what is no longer believed.
// In:  $seqs list of int, $recorded datetime
// Out: superseded int
UNWIND $seqs AS seq
MATCH (:Partner)-[r:SPONSORED_BY {seq: seq}]->(:Partner)
SET r.superseded = $recorded, r.changed = $recorded
REMOVE r.openKey
RETURN count(*) AS superseded
