// passkey_set: changes what is kept of a passkey of a user.
// In:  $id string, $user string, $changes map, $recorded datetime
// Out: changed int
MATCH (k:Passkey {id: $id})
WHERE k.user = $user AND k.removed IS NULL
SET k += $changes
SET k.changed = $recorded
RETURN count(*) AS changed
