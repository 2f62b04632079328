// accepted_texts_settle: texts that were accepted belong to a partner by now.
// In:  $hashes list of string, $recorded datetime
// Out: nothing
UNWIND $hashes AS hash
MATCH (t:AcceptedText {sha256: hash})
SET t.pending = false, t.changed = $recorded
