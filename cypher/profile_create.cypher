// profile_create: records a profile.
// In:  $id string, $text string, $sha256 string, $recorded datetime
// Out: nothing
CREATE (:Profile {id: $id, text: $text, sha256: $sha256, recorded: $recorded})
