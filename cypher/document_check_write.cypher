// document_check_write: keeps what a check of documents has found. One that is repeated takes the place of what it was before.
// In:  $id string, $seq int, $check map (all other properties), $recorded datetime
// Out: nothing
MERGE (c:DocumentCheck {id: $id})
ON CREATE SET c.seq = $seq, c.recorded = $recorded
SET c += $check
SET c.changed = $recorded
