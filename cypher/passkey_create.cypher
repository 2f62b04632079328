// passkey_create: records a passkey of a user.
// In:  $seq int, $user string, $passkey map, $recorded datetime
// Out: nothing
CREATE (k:Passkey {seq: $seq, user: $user, created: $recorded, recorded: $recorded, changed: $recorded})
SET k += $passkey
