// journal_document_looks: looks at documents of numbers.
// In:  $seqs list of int
// Out: key int, properties map
UNWIND $seqs AS seq
MATCH (l:DocumentLook {seq: seq})
RETURN l.seq AS key, properties(l) AS properties
