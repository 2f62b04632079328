// partner_ids: the ids of partners.
// In:  $seqs list of int
// Out: seq int, id string
UNWIND $seqs AS seq
MATCH (p:Partner {seq: seq})
RETURN seq, p.id AS id
