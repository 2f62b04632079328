// applications_lock: locks applications until the transaction ends, so that their steps come one after the other.
// In:  $ids list of string
// Out: id string, recorded datetime (of the latest step)
UNWIND $ids AS id
MATCH (a:Application {id: id})
SET a.locked = timestamp()
RETURN a.id AS id, a.recorded AS recorded
