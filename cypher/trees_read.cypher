// trees_read: the placement trees.
// In:  nothing
// Out: id string, kind string, width int, auto bool, no int
MATCH (t:Tree)
WHERE t.id >= '' AND t.kind <> 'sponsor'
RETURN t.id AS id, t.kind AS kind, t.width AS width, t.auto AS auto, t.no AS no
ORDER BY id
