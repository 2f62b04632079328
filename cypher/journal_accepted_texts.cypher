// journal_accepted_texts: accepted texts of numbers.
// In:  $seqs list of int
// Out: key int, properties map
UNWIND $seqs AS seq
MATCH (n:AcceptedText {seq: seq})
RETURN n.seq AS key, properties(n) AS properties
