// erasure_account: takes everything off a user but the id, by which entries of the audit name who did what. Nobody logs in to it any more.
// In:  $user string, $recorded datetime
// Out: nothing
MATCH (u:User {id: $user})
SET u.email = 'erased ' + u.id, u.folded = 'erased ' + u.id, u.name = '', u.partner = null, u.password = null, u.totp = null, u.totpPending = null,
    u.recovery = [], u.handle = null, u.provider = null, u.lockedAt = coalesce(u.lockedAt, $recorded), u.changed = $recorded
