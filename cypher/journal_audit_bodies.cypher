// journal_audit_bodies: what the entries of journal_audit_entries say that can be erased.
// In:  $since datetime
// Out: key string, properties map
CALL () {
  MATCH (e:AuditEntry)
  WHERE e.recorded > $since
  RETURN e
  UNION
  MATCH (e:AuditEntry)
  WHERE e.erased > $since
  RETURN e
}
MATCH (b:AuditBody)
WHERE b.stripe = e.stripe AND b.no = e.no AND b.place >= 0
RETURN b.stripe + '/' + b.no + '/' + b.place AS key, properties(b) AS properties
