// accepted_texts_drop: forgets texts that were accepted.
// In:  $hashes list of string
// Out: nothing
UNWIND $hashes AS hash
MATCH (t:AcceptedText {sha256: hash})
DELETE t
