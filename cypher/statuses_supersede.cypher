// statuses_supersede: closes what is no longer believed.
// In:  $seqs list of int, $recorded datetime
// Out: superseded int
UNWIND $seqs AS seq
MATCH (:Partner)-[r:HAS_STATUS {seq: seq}]->(:Status)
SET r.superseded = $recorded
RETURN count(*) AS superseded
