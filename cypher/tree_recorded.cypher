// tree_recorded: keeps when a tree that is locked was changed.
// In:  $id string, $recorded datetime
// Out: nothing
MATCH (t:Tree {id: $id})
SET t.recorded = $recorded
