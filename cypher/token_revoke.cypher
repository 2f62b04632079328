// token_revoke: takes a token of a kind back by its id.
// In:  $id string, $kind string, $recorded datetime
// Out: id string, user string
MATCH (t:AccessToken {id: $id})
WHERE t.kind = $kind AND t.used IS NULL
SET t.used = $recorded, t.changed = $recorded
RETURN t.id AS id, t.user AS user
