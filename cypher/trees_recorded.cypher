// trees_recorded: keeps when trees that are locked were changed.
// In:  $ids list of string, $recorded datetime
// Out: nothing
UNWIND $ids AS id
MATCH (t:Tree {id: id})
SET t.recorded = $recorded
