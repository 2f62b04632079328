// personal_user: the user who is a partner, or has an id.
// In:  $partner string (null: is none), $user string (null: nobody is named)
// Out: user string, partner string (null: is none), locked bool
CALL () {
  MATCH (u:User {partner: $partner}) RETURN u
  UNION
  MATCH (u:User {id: $user}) RETURN u
}
RETURN u.id AS user, u.partner AS partner, u.lockedAt IS NOT NULL AS locked
LIMIT 1
