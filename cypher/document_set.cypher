// document_set: sets properties of a document.
// In:  $id string, $properties map
// Out: nothing
MATCH (d:Document {id: $id})
SET d += $properties
