// journal_withdrawals: statements of withdrawal of numbers.
// In:  $seqs list of int
// Out: key int, properties map
UNWIND $seqs AS seq
MATCH (n:Withdrawal {seq: seq})
RETURN n.seq AS key, properties(n) AS properties
