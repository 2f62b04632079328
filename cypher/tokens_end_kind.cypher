// tokens_end_kind: takes all tokens of a kind back that are not used.
// In:  $kind string, $recorded datetime
// Out: id string
MATCH (t:AccessToken {kind: $kind})
WHERE t.used IS NULL
SET t.used = $recorded, t.changed = $recorded
RETURN t.id AS id
