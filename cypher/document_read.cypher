// document_read: keeps what a document says, and how many pages it has.
// In:  $id string, $text string, $pages int, $recorded datetime
// Out: nothing
MATCH (d:Document {id: $id})
MATCH (t:DocumentText {seq: d.seq})
SET d.pages = $pages, d.changed = $recorded, t.text = $text, t.changed = $recorded
