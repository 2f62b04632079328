// accepted_texts_keep: keeps the exact bytes of texts that were accepted, once for each hash.
// In:  $texts list of [sha256 string, content string, seq int], $recorded datetime
// Out: nothing
UNWIND $texts AS text
MERGE (t:AcceptedText {sha256: text[0]})
ON CREATE SET t.content = text[1], t.seq = text[2], t.recorded = $recorded, t.changed = $recorded
