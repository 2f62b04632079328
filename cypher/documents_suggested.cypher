// documents_suggested: what some documents may be, as was suggested.
// In:  $ids list of string
// Out: id string, suggested string (JSON)
UNWIND $ids AS id
MATCH (d:Document {id: id})
WHERE d.suggested IS NOT NULL
RETURN d.id AS id, d.suggested AS suggested
