// document_looked: whether a look is kept.
// In:  $id string
// Out: id string
MATCH (l:DocumentLook {id: $id})
RETURN l.id AS id
