// document_words: the words of documents.
// In:  $seqs list of int
// Out: seq int, text string
UNWIND $seqs AS seq
MATCH (t:DocumentText {seq: seq})
RETURN seq, t.text AS text
