// idempotency_release: gives a key back, if one still has it and has not answered.
// In:  $key string, $token string
// Out: nothing
MATCH (k:IdempotencyKey {key: $key})
WHERE k.token = $token AND k.answeredAt IS NULL
DELETE k
