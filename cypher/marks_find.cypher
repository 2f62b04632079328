// marks_find: who else has some of these marks.
// In:  $holder string, $keys list of string (mark:keyed hash)
// Out: holder string, keys list of string
UNWIND $keys AS key
MATCH (m:Mark {key: key})
WHERE m.holder <> $holder
RETURN m.holder AS holder, collect(m.key) AS keys
ORDER BY holder
