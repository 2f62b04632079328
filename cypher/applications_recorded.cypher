// applications_recorded: keeps when a step of applications that are locked was recorded.
// In:  $ids list of string, $recorded datetime
// Out: nothing
UNWIND $ids AS id
MATCH (a:Application {id: id})
SET a.recorded = $recorded
