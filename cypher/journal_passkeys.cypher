// journal_passkeys: passkeys of numbers.
// In:  $seqs list of int
// Out: key int, properties map
UNWIND $seqs AS seq
MATCH (n:Passkey {seq: seq})
RETURN n.seq AS key, properties(n) AS properties
