// order_recorded: keeps when an order that is locked was touched.
// In:  $id string, $recorded datetime
// Out: nothing
MATCH (o:Order {id: $id})
SET o.touched = $recorded
