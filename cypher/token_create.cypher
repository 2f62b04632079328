// token_create: records a token.
// In:  $seq int, $token map, $recorded datetime
// Out: nothing
CREATE (t:AccessToken {seq: $seq, created: $recorded, recorded: $recorded, changed: $recorded})
SET t += $token
