// documents_restrict: restricts documents: only who sees everybody finds them any more.
// In:  $ids list of string, $recorded datetime
// Out: nothing
UNWIND $ids AS id
MATCH (d:Document {id: id})
WHERE d.state = 'filed'
SET d.state = 'restricted', d.changed = $recorded
