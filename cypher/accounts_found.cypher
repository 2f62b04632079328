// accounts_found: accounts by id, handle, address, or address in lower case, with all by which their users log in. What is empty finds nobody.
// In:  $id string, $handle string, $email string, $folded string
// Out: id string, email string, folded string, name string, partner string, machine bool, password string, totp string, totpPending string, totpStep int, recovery list of string, handle string, provider string, lockedAt datetime, language string, created datetime, passkeys list of map
CALL () {
  MATCH (u:User {id: $id}) RETURN u
  UNION
  MATCH (u:User {handle: $handle}) RETURN u
  UNION
  MATCH (u:User {email: $email}) RETURN u
  UNION
  MATCH (u:User {folded: $folded}) RETURN u
}
WITH u, COLLECT { MATCH (k:Passkey {user: u.id}) WHERE k.removed IS NULL RETURN properties(k) ORDER BY k.seq } AS passkeys
RETURN u.id AS id, u.email AS email, u.folded AS folded, u.name AS name, u.partner AS partner, u.machine AS machine, u.password AS password, u.totp AS totp,
       u.totpPending AS totpPending, u.totpStep AS totpStep, u.recovery AS recovery, u.handle AS handle, u.provider AS provider,
       u.lockedAt AS lockedAt, u.language AS language, u.created AS created, passkeys
ORDER BY email
