// graph_empty: deletes everything, in parts, but the mark that says that it may be deleted, and the leases, by one of which
// others are kept out.
// In:  nothing
// Out: nothing
// Scan: everything is meant
MATCH (n)
WHERE NOT n:Journal AND NOT n:Lease
CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 20000 ROWS
