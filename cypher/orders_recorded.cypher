// orders_recorded: keeps when orders that are locked were touched.
// In:  $ids list of string, $recorded datetime
// Out: nothing
UNWIND $ids AS id
MATCH (o:Order {id: id})
SET o.touched = $recorded
