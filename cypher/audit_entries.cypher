// audit_entries: the entries of a stripe with numbers behind one and up to another, as they are kept: with their bodies, and with what
// they are found by.
// In:  $stripe int, $after int, $through int
// Out: no int, text string, previous string, hash string, recorded datetime, operation string, actor string, kind string, key string, bodies list of [place int, subject string, text string]
MATCH (e:AuditEntry)
WHERE e.stripe = $stripe AND e.no > $after AND e.no <= $through
CALL (e) {
  MATCH (b:AuditBody)
  WHERE b.stripe = e.stripe AND b.no = e.no AND b.place >= 0
  RETURN collect([b.place, b.subject, b.text]) AS bodies
}
RETURN e.no AS no, e.text AS text, e.previous AS previous, e.hash AS hash, e.recorded AS recorded, e.operation AS operation, e.actor AS actor,
       e.kind AS kind, e.key AS key, bodies
ORDER BY no
