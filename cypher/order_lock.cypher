// order_lock: locks an order until the transaction ends, so that its payments and cancellations come one after the other.
// In:  $id string
// Out: recorded datetime (of what is known of it)
MATCH (o:Order {id: $id})
SET o.locked = timestamp()
RETURN CASE WHEN o.touched > o.recorded THEN o.touched ELSE o.recorded END AS recorded
