// document_deletion: what was recorded of the deletion of a document.
// In:  $id string
// Out: askedBy string, asked datetime, found string (null: nothing yet)
MATCH (d:Document {id: $id})
RETURN d.deletionAskedBy AS askedBy, d.deletionAsked AS asked, d.deletionFound AS found
