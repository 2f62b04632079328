// marks_create: the marks by which a person is found again, in place of those before.
// In:  $holder string, $keys list of string (mark:keyed hash)
// Out: nothing
OPTIONAL MATCH (old:Mark {holder: $holder})
WITH collect(old) AS gone
FOREACH (m IN gone | DELETE m)
FOREACH (key IN $keys | CREATE (:Mark {key: key, holder: $holder}))
