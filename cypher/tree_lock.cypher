// tree_lock: locks a tree until the transaction ends, so that structural changes come one after the other.
// In:  $tree string
// Out: id string
MATCH (t:Tree {id: $tree})
SET t.locked = timestamp()
RETURN t.id AS id
