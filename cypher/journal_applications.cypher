// journal_applications: applications of numbers that became partners; of the others nothing may be kept for long.
// In:  $seqs list of int
// Out: key int, properties map
UNWIND $seqs AS seq
MATCH (n:Application {seq: seq})
WHERE n.partner IS NOT NULL
RETURN n.seq AS key, properties(n) AS properties
