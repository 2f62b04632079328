// department_put: records a department, or another name of it, and opens one that was closed.
// In:  $id string, $name string, $recorded datetime
// Out: nothing
MERGE (d:Department {id: $id})
SET d.name = $name, d.recorded = $recorded, d.closed = null
