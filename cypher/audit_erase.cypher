// audit_erase: erases what entries say of a person, in some of the entries that were recorded before a time.
// In:  $person string, $recorded datetime, $limit int
// Out: stripe int, no int (of the entry)
MATCH (b:AuditBody {subject: $person})
WHERE b.text <> ''
MATCH (e:AuditEntry {stripe: b.stripe, no: b.no})
WHERE e.recorded < $recorded
WITH b, e LIMIT $limit
SET b.text = '', e.erased = $recorded
RETURN e.stripe AS stripe, e.no AS no
