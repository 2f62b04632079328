// users_list: accounts behind an address, by address, those whose address begins with a text.
// In:  $after string, $text string (empty: all), $limit int
// Out: id string, email string, name string, partner string, machine bool, language string, created datetime, lockedAt datetime, invited bool, totp bool, passkeys int
MATCH (u:User)
WHERE u.email > $after AND ($text = '' OR u.folded STARTS WITH $text)
WITH u ORDER BY u.email LIMIT $limit
RETURN u.id AS id, u.email AS email, u.name AS name, u.partner AS partner, u.machine AS machine, u.language AS language, u.created AS created, u.lockedAt AS lockedAt,
       u.password IS NULL AS invited, u.totp IS NOT NULL AS totp, COUNT { MATCH (k:Passkey {user: u.id}) WHERE k.removed IS NULL } AS passkeys
ORDER BY email
