// tokens_lock: locks tokens until the transaction ends, so that one that is good once is used once.
// In:  $ids list of string
// Out: id string, recorded datetime (of what is known)
UNWIND $ids AS id
MATCH (t:AccessToken {id: id})
SET t.locked = timestamp()
RETURN t.id AS id, CASE WHEN t.touched > t.recorded THEN t.touched ELSE t.recorded END AS recorded
