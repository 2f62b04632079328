// tokens_list: tokens of a kind that are good at a time.
// In:  $kind string, $now datetime
// Out: id string, kind string, user string, name string, scopes list of string, expires datetime, created datetime, createdBy string
MATCH (t:AccessToken {kind: $kind})
WHERE t.used IS NULL AND t.expires > $now
RETURN t.id AS id, t.kind AS kind, t.user AS user, t.name AS name, t.scopes AS scopes, t.expires AS expires, t.created AS created, t.createdBy AS createdBy
ORDER BY created, id
