// tree_lock: locks a tree until the transaction ends, so that structural changes come one after the other.
// In:  $id string
// Out: recorded datetime (of the change that locked it last)
MATCH (t:Tree {id: $id})
SET t.locked = timestamp()
RETURN coalesce(t.recorded, datetime('0001-01-01T00:00:00Z')) AS recorded
