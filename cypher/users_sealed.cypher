// users_sealed: what is sealed of users, in the order of their numbers.
// In:  $after int, $limit int
// Out: id string, seq int, totp string (sealed; null: none), totpPending string (sealed; null: none)
MATCH (u:User)
WHERE u.seq > $after
RETURN u.id AS id, u.seq AS seq, u.totp AS totp, u.totpPending AS totpPending
ORDER BY seq
LIMIT $limit
