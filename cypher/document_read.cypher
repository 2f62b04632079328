// document_read: keeps what a document says, how many pages it has, and what it may be.
// In:  $id string, $text string, $pages int, $suggested string (JSON; null: nothing), $recorded datetime
// Out: nothing
MATCH (d:Document {id: $id})
MATCH (t:DocumentText {seq: d.seq})
SET d.pages = $pages, d.suggested = $suggested, d.changed = $recorded, t.text = $text, t.changed = $recorded
