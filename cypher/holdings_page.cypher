// holdings_page: what the object store should hold of documents that are not deleted, in the order of their numbers.
// In:  $after int (number of the last before), $limit int
// Out: id string, seq int, class string, state string, partner string (null: none), keep date (null: no law asks), lock string, lockedUntil datetime (null: is not), hold bool, contents list of [sha256 string, size int]
MATCH (d:Document)
USING INDEX SEEK d:Document(seq)
WHERE d.seq > $after AND d.state <> 'deleted'
WITH d ORDER BY d.seq LIMIT $limit
RETURN d.id AS id, d.seq AS seq, d.class AS class, d.state AS state, [(d)-[:ABOUT]->(p:Partner) | p.id][0] AS partner, d.keep AS keep,
       d.lock AS lock, d.lockedUntil AS lockedUntil, d.hold AS hold,
       [[d.sha256, d.size]] + [(d)-[:WAS]->(v:DocumentVersion) | [v.sha256, v.size]] AS contents
ORDER BY seq
