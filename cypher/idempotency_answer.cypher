// idempotency_answer: keeps the answer under a key, if one still has it.
// In:  $key string, $token string, $status int, $headers string, $body string
// Out: key string
MATCH (k:IdempotencyKey {key: $key})
WHERE k.token = $token
SET k.status = $status, k.headers = $headers, k.body = $body, k.answeredAt = datetime()
RETURN k.key AS key
