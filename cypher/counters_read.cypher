// counters_read: how far each sequence has come.
// In:  nothing
// Out: name string, next int
MATCH (c:Counter)
WHERE c.name >= ''
RETURN c.name AS name, c.next AS next
