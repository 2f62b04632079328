// department_name: how a department is called that is open.
// In:  $id string
// Out: name string
MATCH (d:Department {id: $id})
WHERE d.closed IS NULL
RETURN d.name AS name
