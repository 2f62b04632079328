// journal_contract_ends: ends of contracts of numbers.
// In:  $seqs list of int
// Out: key int, properties map
UNWIND $seqs AS seq
MATCH (n:ContractEnd {seq: seq})
RETURN n.seq AS key, properties(n) AS properties
