// journal_credit_notes: credit notes of numbers.
// In:  $seqs list of int
// Out: key int, properties map
UNWIND $seqs AS seq
MATCH (n:CreditNote {seq: seq})
RETURN n.seq AS key, properties(n) AS properties
