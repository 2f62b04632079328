// accepted_texts_drop: forgets texts that somebody had accepted, if nobody else has accepted the same.
// In:  $hashes list of string, $recorded datetime
// Out: nothing
UNWIND $hashes AS hash
MATCH (t:AcceptedText {sha256: hash})
SET t.uses = coalesce(t.uses, 1) - 1, t.changed = $recorded
WITH t
WHERE t.uses <= 0
DELETE t
