// documents_checked: keeps when the bytes of documents were looked at. It is nothing that is known of them, so that they do not count as changed.
// In:  $ids list of string, $at datetime
// Out: nothing
UNWIND $ids AS id
MATCH (d:Document {id: id})
WHERE d.checked < $at
SET d.checked = $at
