// rights_recorded: keeps when something was recorded under the lock of all rights.
// In:  $ids list of string, $recorded datetime
// Out: nothing
UNWIND $ids AS id
MATCH (r:Rights {name: id})
SET r.recorded = $recorded
