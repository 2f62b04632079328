// journal_accepted_texts: accepted texts of numbers; of who is no partner yet, nothing may be kept for long.
// In:  $seqs list of int
// Out: key int, properties map
UNWIND $seqs AS seq
MATCH (n:AcceptedText {seq: seq})
WHERE NOT coalesce(n.pending, false)
RETURN n.seq AS key, properties(n) AS properties
