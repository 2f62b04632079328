// caretakers_supersede: closes what is no longer believed of a partner.
// In:  $partner int, $seqs list of int, $recorded datetime
// Out: superseded int
// Times: relationships are named by their numbers, not read
MATCH (p:Partner {seq: $partner})-[r:LOOKED_AFTER_BY]->(:Caretaker)
WHERE r.seq IN $seqs
SET r.superseded = $recorded, p.changed = $recorded
RETURN count(*) AS superseded
