// partners_named: the ids of partners, and when they joined.
// In:  $seqs list of int
// Out: seq int, id string, joined date
UNWIND $seqs AS seq
MATCH (p:Partner {seq: seq})
RETURN seq, p.id AS id, p.joined AS joined
