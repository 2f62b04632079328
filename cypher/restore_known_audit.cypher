// restore_known_audit: the entries or bodies of the audit that are there already. An entry has no place.
// In:  $kind string, $keys list of [stripe int, no int, place int]
// Out: key string, node string
UNWIND $keys AS key
CALL (key) {
  MATCH (n:AuditEntry {stripe: key[0], no: key[1]})
  WHERE $kind = 'AuditEntry'
  RETURN n, n.stripe + '/' + n.no AS name
  UNION ALL
  MATCH (n:AuditBody {stripe: key[0], no: key[1], place: key[2]})
  WHERE $kind = 'AuditBody'
  RETURN n, n.stripe + '/' + n.no + '/' + n.place AS name
}
RETURN name AS key, elementId(n) AS node
