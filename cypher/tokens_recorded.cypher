// tokens_recorded: keeps when tokens that are locked were touched.
// In:  $ids list of string, $recorded datetime
// Out: nothing
UNWIND $ids AS id
MATCH (t:AccessToken {id: id})
SET t.touched = $recorded
