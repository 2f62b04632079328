// idempotency_take: takes a key that nobody has, or that was taken for the same request and not answered for so long that its
// taker must have died; says who has it now, and how it was answered.
// In:  $key string, $fingerprint string, $token string, $milliseconds int
// Out: token string, fingerprint string, status int (null: not answered), headers string, body string
MERGE (k:IdempotencyKey {key: $key})
ON CREATE SET k.token = $token, k.fingerprint = $fingerprint, k.takenAt = datetime()
SET k.locked = timestamp()
WITH k, k.answeredAt IS NULL AND k.fingerprint = $fingerprint
        AND k.takenAt < datetime() - duration({milliseconds: $milliseconds}) AS abandoned
SET k.token = CASE WHEN abandoned THEN $token ELSE k.token END,
    k.takenAt = CASE WHEN abandoned THEN datetime() ELSE k.takenAt END
RETURN k.token AS token, k.fingerprint AS fingerprint, k.status AS status, k.headers AS headers, k.body AS body
