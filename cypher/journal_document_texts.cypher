// journal_document_texts: the words of documents of numbers.
// In:  $seqs list of int
// Out: key int, properties map
UNWIND $seqs AS seq
MATCH (n:DocumentText {seq: seq})
RETURN n.seq AS key, properties(n) AS properties
