// users_reseal: keeps what is sealed of users as it is sealed anew, unless it is another by now.
// In:  $rows list of map (id string, totp string, totpWas string, totpPending string, totpPendingWas string; empty: none), $recorded datetime
// Out: nothing
UNWIND $rows AS row
MATCH (u:User {id: row.id})
SET u.changed = $recorded
WITH u, row
WHERE coalesce(u.totp, '') = row.totpWas AND coalesce(u.totpPending, '') = row.totpPendingWas
SET u.totp = CASE WHEN row.totp <> '' THEN row.totp END, u.totpPending = CASE WHEN row.totpPending <> '' THEN row.totpPending END
