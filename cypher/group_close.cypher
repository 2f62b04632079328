// group_close: closes a group that is open.
// In:  $id string, $recorded datetime
// Out: name string
MATCH (n:Group {id: $id})
WHERE n.closed IS NULL
SET n.closed = $recorded, n.changed = $recorded
RETURN n.name AS name
