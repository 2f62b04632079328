// profile_change: keeps what a profile was, until now or until it was closed, and records what it is now.
// In:  $id string, $text string, $sha256 string, $recorded datetime
// Out: nothing
MATCH (p:Profile {id: $id})
CREATE (:ProfileVersion {profile: p.id, text: p.text, sha256: p.sha256, recorded: p.recorded, superseded: coalesce(p.closed, $recorded)})
SET p.text = $text, p.sha256 = $sha256, p.recorded = $recorded, p.closed = null
