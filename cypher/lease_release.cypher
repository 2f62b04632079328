// lease_release: gives a lease back, if one still holds it.
// In:  $name string, $holder string
// Out: nothing
MATCH (l:Lease {name: $name})
WHERE l.holder = $holder
SET l.until = datetime('0001-01-01T00:00:00Z')
