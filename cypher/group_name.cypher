// group_name: how a group is called that is open.
// In:  $id string
// Out: name string
MATCH (g:Group {id: $id})
WHERE g.closed IS NULL
RETURN g.name AS name
