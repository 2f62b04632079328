// audit_of_person: the entries that are about a person or of what the person did, the earliest first. Erasures are kept as of a Person.
// In:  $subjects list of string, $recorded datetime, $stripe int, $no int (of the last before), $limit int
// Out: no int, text string, previous string, hash string, bodies list of [place int, subject string, text string]
UNWIND $subjects AS subject
CALL (subject) {
  MATCH (b:AuditBody {subject: subject})
  MATCH (e:AuditEntry {stripe: b.stripe, no: b.no})
  RETURN e
  UNION
  MATCH (e:AuditEntry {actor: subject})
  WHERE e.recorded IS NOT NULL
  RETURN e
  UNION
  MATCH (e:AuditEntry {kind: 'Person', key: subject})
  RETURN e
}
WITH DISTINCT e
WHERE e.recorded > $recorded OR (e.recorded = $recorded AND (e.stripe > $stripe OR (e.stripe = $stripe AND e.no > $no)))
WITH e
ORDER BY e.recorded, e.stripe, e.no
LIMIT $limit
CALL (e) {
  MATCH (b:AuditBody)
  WHERE b.stripe = e.stripe AND b.no = e.no AND b.place >= 0
  RETURN collect([b.place, b.subject, b.text]) AS bodies
}
RETURN e.no AS no, e.text AS text, e.previous AS previous, e.hash AS hash, bodies
ORDER BY e.recorded, e.stripe, e.no
