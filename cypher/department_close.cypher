// department_close: closes a department that is open.
// In:  $id string, $recorded datetime
// Out: name string
MATCH (n:Department {id: $id})
WHERE n.closed IS NULL
SET n.closed = $recorded
RETURN n.name AS name
