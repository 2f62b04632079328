// order_version: when an order was changed last.
// In:  $id string
// Out: times list of datetime
MATCH (o:Order {id: $id})
RETURN [o.recorded, o.changed, o.touched] AS times
