// idempotency_sweep: forgets keys that were taken before a time, some thousands of them.
// In:  $before datetime
// Out: swept int
MATCH (k:IdempotencyKey)
WHERE k.takenAt < $before
WITH k LIMIT 5000
DELETE k
RETURN count(*) AS swept
