// user_set: changes what is kept of a user; what is null is taken away.
// In:  $id string, $changes map, $recorded datetime
// Out: nothing
MATCH (u:User {id: $id})
SET u += $changes
SET u.changed = $recorded
