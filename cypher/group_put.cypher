// group_put: records a group, or another name of it, and opens one that was closed. Seq counts for a new one.
// In:  $id string, $seq int, $name string, $recorded datetime
// Out: created bool
MERGE (g:Group {id: $id})
ON CREATE SET g.seq = $seq, g.recorded = $recorded
SET g.name = $name, g.changed = $recorded, g.closed = null
RETURN g.seq = $seq AS created
