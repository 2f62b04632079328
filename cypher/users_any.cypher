// users_any: whether there is a user.
// In:  nothing
// Out: id string
// Scan: one of them is enough
MATCH (u:User)
RETURN u.id AS id
LIMIT 1
