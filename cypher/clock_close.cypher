// clock_close: ends a change: counts the facts that it made visible, less those that it superseded, and keeps who did what and why.
// In:  $stripe int, $live int, $id string, $recorded datetime, $actor string, $operation string, $reason string
// Out: nothing
MATCH (c:Clock {stripe: $stripe})
SET c.live = c.live + $live
CREATE (:Change {id: $id, recorded: $recorded, actor: $actor, operation: $operation, reason: $reason})
