// graph_empty: deletes everything, in parts, but the mark that says that it may be deleted.
// In:  nothing
// Out: nothing
// Scan: everything is meant
MATCH (n)
WHERE NOT n:Journal
CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 20000 ROWS
