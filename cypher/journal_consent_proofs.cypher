// journal_consent_proofs: proofs of consents of numbers.
// In:  $seqs list of int
// Out: key int, properties map
UNWIND $seqs AS seq
MATCH (n:ConsentProof {seq: seq})
RETURN n.seq AS key, properties(n) AS properties
