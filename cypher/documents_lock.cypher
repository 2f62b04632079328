// documents_lock: locks documents until the transaction ends, and says when anything was recorded of them last.
// In:  $ids list of string (sorted)
// Out: id string, recorded datetime
UNWIND $ids AS id
MATCH (d:Document {id: id})
SET d.locked = true
REMOVE d.locked
RETURN d.id AS id, d.changed AS recorded
