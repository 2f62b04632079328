// token_found: a token by its hash.
// In:  $hash string
// Out: id string, kind string, user string, name string, email string, folded string, scopes list of string, expires datetime, used datetime, created datetime, createdBy string
MATCH (t:AccessToken {hash: $hash})
RETURN t.id AS id, t.kind AS kind, t.user AS user, t.name AS name, t.email AS email, t.folded AS folded, t.scopes AS scopes, t.expires AS expires,
       t.used AS used, t.created AS created, t.createdBy AS createdBy
