// documents_gone: documents that are deleted, in the order of their numbers.
// In:  $after int (number of the last before), $limit int
// Out: id string, seq int
MATCH (d:Document)
USING INDEX SEEK d:Document(state, seq)
WHERE d.state = 'deleted' AND d.seq > $after
RETURN d.id AS id, d.seq AS seq
ORDER BY seq
LIMIT $limit
