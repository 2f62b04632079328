// profile_versions: what a profile is and was, the latest first.
// In:  $id string
// Out: text string, sha256 string, recorded datetime, superseded datetime (null: it is so now)
CALL () {
  MATCH (p:Profile {id: $id})
  RETURN p.text AS text, p.sha256 AS sha256, p.recorded AS recorded, p.closed AS superseded
  UNION ALL
  MATCH (v:ProfileVersion {profile: $id})
  RETURN v.text AS text, v.sha256 AS sha256, v.recorded AS recorded, v.superseded AS superseded
}
RETURN text, sha256, recorded, superseded
ORDER BY recorded DESC
