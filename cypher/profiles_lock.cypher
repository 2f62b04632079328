// profiles_lock: locks profiles until the transaction ends, so that their versions come one after the other.
// In:  $ids list of string
// Out: id string, recorded datetime (of what is known)
UNWIND $ids AS id
MATCH (p:Profile {id: id})
SET p.locked = timestamp()
RETURN p.id AS id, CASE WHEN p.touched > p.recorded THEN p.touched ELSE p.recorded END AS recorded
