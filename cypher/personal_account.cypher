// personal_account: what is kept of a user, without secrets: the account, how the user logs in, and what the user belonged to at any time.
// In:  $user string
// Out: what string, row map
// Times: everything is wanted, whatever was believed when, and so not read
MATCH (u:User {id: $user})
CALL (u) {
  RETURN 'account' AS what, u {.id, .email, .name, .partner, .language, .machine, .created, .lockedAt, .provider, authenticator: u.totp IS NOT NULL, password: u.password IS NOT NULL} AS row
  UNION ALL
  MATCH (k:Passkey {user: u.id})
  RETURN 'passkeys' AS what, k {.name, .created, .removed} AS row
  UNION ALL
  MATCH (t:AccessToken)
  WHERE t.user = u.id AND t.kind > ''
  RETURN 'tokens' AS what, t {.id, .kind, .name, .scopes, .created, .createdBy, .expires, .used} AS row
  UNION ALL
  MATCH (u)-[r:MEMBER_OF|WORKS_IN|HOLDS_PROFILE|STANDS_IN_FOR]->(to:Group|Department|Profile|User)
  RETURN 'belongings' AS what, {kind: type(r), to: to.id, from: r.from, until: r.to, recorded: r.recorded, superseded: r.superseded} AS row
}
RETURN what, row
