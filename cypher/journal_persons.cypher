// journal_persons: persons of numbers, what is known now and what was.
// In:  $seqs list of int
// Out: key int, properties map
UNWIND $seqs AS seq
MATCH (n:Person {seq: seq})
RETURN n.seq AS key, properties(n) AS properties
