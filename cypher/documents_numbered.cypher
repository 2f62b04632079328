// documents_numbered: the ids of documents, in the order in which they were recorded.
// In:  $after int, $limit int
// Out: id string, seq int
MATCH (d:Document)
USING INDEX SEEK d:Document(seq)
WHERE d.seq > $after
RETURN d.id AS id, d.seq AS seq
ORDER BY seq LIMIT $limit
