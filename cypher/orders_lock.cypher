// orders_lock: locks orders until the transaction ends, so that their payments and cancellations come one after the other.
// In:  $ids list of string
// Out: id string, recorded datetime (of what is known of it)
UNWIND $ids AS id
MATCH (o:Order {id: id})
SET o.locked = timestamp()
RETURN o.id AS id, CASE WHEN o.touched > o.recorded THEN o.touched ELSE o.recorded END AS recorded
