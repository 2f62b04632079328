// profile_close: closes a profile.
// In:  $id string, $recorded datetime
// Out: nothing
MATCH (p:Profile {id: $id})
SET p.closed = $recorded
