// users_recorded: keeps when accounts that are locked were touched.
// In:  $ids list of string, $recorded datetime
// Out: nothing
UNWIND $ids AS id
MATCH (u:User {id: id})
SET u.touched = $recorded
