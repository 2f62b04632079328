// restore_known_audit: the audit entries that are there already.
// In:  $keys list of [stripe int, no int]
// Out: key string, node string
UNWIND $keys AS key
MATCH (n:AuditEntry {stripe: key[0], no: key[1]})
RETURN n.stripe + '/' + n.no AS key, elementId(n) AS node
