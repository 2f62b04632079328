// documents_there: which of some documents are recorded.
// In:  $ids list of string
// Out: id string
UNWIND $ids AS id
MATCH (d:Document {id: id})
RETURN id
