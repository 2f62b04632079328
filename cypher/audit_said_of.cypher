// audit_said_of: what entries say of a person, that is not erased.
// In:  $person string
// Out: said int
MATCH (b:AuditBody {subject: $person})
WHERE b.text <> ''
RETURN count(b) AS said
