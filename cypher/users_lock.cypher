// users_lock: locks accounts until the transaction ends, so that what is good once is used once.
// In:  $ids list of string
// Out: id string, recorded datetime (of what is known)
UNWIND $ids AS id
MATCH (u:User {id: id})
SET u.locked = timestamp()
RETURN u.id AS id, CASE WHEN u.touched > u.recorded THEN u.touched ELSE u.recorded END AS recorded
