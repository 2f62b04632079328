// journal_erasures: erasures of numbers, so that what was erased stays so when the company is brought back.
// In:  $seqs list of int
// Out: key int, properties map
UNWIND $seqs AS seq
MATCH (n:Erasure {seq: seq})
RETURN n.seq AS key, properties(n) AS properties
