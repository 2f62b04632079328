// documents_recorded: keeps when something was recorded of documents.
// In:  $ids list of string, $recorded datetime
// Out: nothing
UNWIND $ids AS id
MATCH (d:Document {id: id})
SET d.changed = $recorded
