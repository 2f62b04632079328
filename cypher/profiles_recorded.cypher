// profiles_recorded: keeps when profiles that are locked were touched.
// In:  $ids list of string, $recorded datetime
// Out: nothing
UNWIND $ids AS id
MATCH (p:Profile {id: id})
SET p.touched = $recorded
