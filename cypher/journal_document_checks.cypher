// journal_document_checks: checks of documents of numbers.
// In:  $seqs list of int
// Out: key int, properties map
UNWIND $seqs AS seq
MATCH (n:DocumentCheck {seq: seq})
RETURN n.seq AS key, properties(n) AS properties
