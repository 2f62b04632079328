// partners_recorded: keeps when partners who are locked were touched.
// In:  $ids list of string, $recorded datetime
// Out: nothing
UNWIND $ids AS id
MATCH (p:Partner {id: id})
SET p.touched = $recorded
