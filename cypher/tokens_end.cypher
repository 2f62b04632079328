// tokens_end: takes a user's tokens of some kinds back that are not used.
// In:  $user string, $kinds list of string, $recorded datetime
// Out: id string
MATCH (t:AccessToken {user: $user})
WHERE t.kind IN $kinds AND t.used IS NULL
SET t.used = $recorded, t.changed = $recorded
RETURN t.id AS id
