// groups_recorded: keeps when groups that are locked were touched.
// In:  $ids list of string, $recorded datetime
// Out: nothing
UNWIND $ids AS id
MATCH (g:Group {id: id})
SET g.touched = $recorded
