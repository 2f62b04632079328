// audit_entry: an audit entry by its place.
// In:  $stripe int, $no int
// Out: no int, text string, previous string, hash string, bodies list of [place int, subject string, text string]
MATCH (e:AuditEntry {stripe: $stripe, no: $no})
CALL (e) {
  MATCH (b:AuditBody)
  WHERE b.stripe = e.stripe AND b.no = e.no AND b.place >= 0
  RETURN collect([b.place, b.subject, b.text]) AS bodies
}
RETURN e.no AS no, e.text AS text, e.previous AS previous, e.hash AS hash, bodies
