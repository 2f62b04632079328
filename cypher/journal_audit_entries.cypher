// journal_audit_entries: entries of the audit since a time, and those from which something was erased since.
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
RETURN e.stripe + '/' + e.no AS key, properties(e) AS properties
