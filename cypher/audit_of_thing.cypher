// audit_of_thing: the entries about a thing, the latest first.
// In:  $kind string, $key string, $limit int
// Out: no int, text string, previous string, hash string, bodies list of [place int, subject string, text string]
MATCH (e:AuditEntry {kind: $kind, key: $key})
WITH e ORDER BY e.recorded DESC, e.no DESC LIMIT $limit
CALL (e) {
  MATCH (b:AuditBody)
  WHERE b.stripe = e.stripe AND b.no = e.no AND b.place >= 0
  RETURN collect([b.place, b.subject, b.text]) AS bodies
}
RETURN e.no AS no, e.text AS text, e.previous AS previous, e.hash AS hash, bodies
ORDER BY e.recorded DESC, e.no DESC
