// migrations_applied: the migrations that were applied, with what they said then.
// In:  nothing
// Out: name string, sha256 string, applied datetime
MATCH (m:Migration)
WHERE m.name >= ''
RETURN m.name AS name, m.sha256 AS sha256, m.applied AS applied
ORDER BY name
