// trees_lock: locks trees until the transaction ends, so that structural changes come one after the other.
// In:  $ids list of string
// Out: id string, recorded datetime (of the change that locked it last)
UNWIND $ids AS id
MATCH (t:Tree {id: id})
SET t.locked = timestamp()
RETURN t.id AS id, coalesce(t.recorded, datetime('0001-01-01T00:00:00Z')) AS recorded
