// token_set: changes what is kept of a token.
// In:  $hash string, $changes map, $recorded datetime
// Out: nothing
MATCH (t:AccessToken {hash: $hash})
SET t += $changes
SET t.changed = $recorded
