// rights_lock: locks what anybody may do until the transaction ends, so that one is the first.
// In:  $ids list of string
// Out: id string, recorded datetime (of what is known)
UNWIND $ids AS id
MATCH (r:Rights {name: id})
SET r.locked = timestamp()
RETURN r.name AS id, r.recorded AS recorded
