// groups_lock: locks groups until the transaction ends, so that changes of who is in them come one after the other.
// In:  $ids list of string
// Out: id string, recorded datetime (of what is known)
UNWIND $ids AS id
MATCH (g:Group {id: id})
SET g.locked = timestamp()
RETURN g.id AS id, CASE WHEN g.touched > g.recorded THEN g.touched ELSE g.recorded END AS recorded
