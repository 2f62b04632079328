// audit_listed_of_actor: audit entries of what somebody did, as audit_listed has them.
// What is empty is not asked for.
// In:  $from datetime, $before datetime, $stripe int, $no int, $actor string, $operation string, $kind string, $key string, $limit int
// Out: no int, text string, previous string, hash string, bodies list of [place int, subject string, text string]
MATCH (e:AuditEntry)
WHERE e.recorded >= $from AND e.recorded <= $before AND (e.recorded < $before OR e.stripe < $stripe OR e.stripe = $stripe AND e.no < $no)
  AND e.actor = $actor AND ($operation = '' OR e.operation = $operation)
  AND ($kind = '' OR e.kind = $kind) AND ($key = '' OR e.key = $key)
WITH e ORDER BY e.recorded DESC, e.stripe DESC, e.no DESC LIMIT $limit
CALL (e) {
  MATCH (b:AuditBody)
  WHERE b.stripe = e.stripe AND b.no = e.no AND b.place >= 0
  RETURN collect([b.place, b.subject, b.text]) AS bodies
}
RETURN e.no AS no, e.text AS text, e.previous AS previous, e.hash AS hash, bodies
ORDER BY e.recorded DESC, e.stripe DESC, e.no DESC
