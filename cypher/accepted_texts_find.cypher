// accepted_texts_find: texts that were accepted.
// In:  $hashes list of string
// Out: sha256 string, content string
UNWIND $hashes AS hash
MATCH (t:AcceptedText {sha256: hash})
RETURN t.sha256 AS sha256, t.content AS content
