// clock_close: ends a change: counts the facts that it made visible, less those that it superseded, keeps who did what and why, and
// puts its entries at the end of the stripe's audit chain. Bodies are found by the numbers of their entries: no relationship leads to
// them, since what analysts may read is what relationships lead to (see graph/ask_plan.go).
// In:  $stripe int, $live int, $id string, $recorded datetime, $actor string, $operation string, $reason string,
//      $entries list of [no int, text string, previous string, hash string, kind string, key string, bodies list of [place int, subject string, text string]],
//      $first int, $last int, $hash string
// Out: nothing
MATCH (c:Clock {stripe: $stripe})
SET c.live = c.live + $live, c.auditNo = $last, c.auditHash = $hash, c.auditRecorded = $recorded
CREATE (:Change {id: $id, recorded: $recorded, actor: $actor, operation: $operation, reason: $reason, stripe: $stripe, first: $first, last: $last})
FOREACH (entry IN $entries |
  CREATE (:AuditEntry {stripe: $stripe, no: entry[0], text: entry[1], previous: entry[2], hash: entry[3], recorded: $recorded,
                       operation: $operation, actor: $actor, kind: entry[4], key: entry[5]})
  FOREACH (body IN entry[6] | CREATE (:AuditBody {stripe: $stripe, no: entry[0], place: body[0], subject: body[1], text: body[2]})))
