// order_lock: locks an order until the transaction ends, so that its payments and cancellations come one after the other.
// In:  $id string
// Out: seq int
MATCH (o:Order {id: $id})
SET o.locked = timestamp()
RETURN o.seq AS seq
