// department_put: records a department, or another name of it.
// In:  $id string, $name string, $recorded datetime
// Out: nothing
MERGE (d:Department {id: $id})
SET d.name = $name, d.recorded = $recorded
