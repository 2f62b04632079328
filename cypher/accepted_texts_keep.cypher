// accepted_texts_keep: keeps the exact bytes of texts that were accepted, once for each hash, and counts who has accepted them.
// In:  $texts list of [sha256 string, content string, seq int], $pending bool (there is no partner yet: the journal must not have them), $recorded datetime
// Out: nothing
UNWIND $texts AS text
MERGE (t:AcceptedText {sha256: text[0]})
ON CREATE SET t.content = text[1], t.seq = text[2], t.uses = 0, t.pending = $pending, t.recorded = $recorded
SET t.uses = coalesce(t.uses, 1) + 1, t.pending = coalesce(t.pending, false) AND $pending, t.changed = $recorded
