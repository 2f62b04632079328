// holdings_going_on: documents of a class that are kept from the end of a matter, and for less than if it ended on a day: those about partners, with the day from which the partner is none any more.
// In:  $class string, $keep date, $after int (number of the last before), $limit int, $asOf date, $knownAt datetime
// Out: ended date (null: has not), id string, seq int, class string, state string, partner string (null: none), keep date (null: no law asks), lock string, lockedUntil datetime (null: is not), hold bool, contents list of [sha256 string, size int]
MATCH (d:Document)
USING INDEX SEEK d:Document(class, seq)
WHERE d.class = $class AND d.seq > $after AND d.state <> 'deleted' AND d.state <> 'inbox' AND (d.keep IS NULL OR d.keep < $keep)
WITH d ORDER BY d.seq LIMIT $limit
WITH d, [(d)-[:ABOUT]->(p:Partner) | p][0] AS about
OPTIONAL MATCH (about)-[r:HAS_STATUS]->(:Status {id: 'terminated'})
WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN r.from AS ended, d.id AS id, d.seq AS seq, d.class AS class, d.state AS state, [(d)-[:ABOUT]->(p:Partner) | p.id][0] AS partner, d.keep AS keep,
       d.lock AS lock, d.lockedUntil AS lockedUntil, d.hold AS hold,
       [[d.sha256, d.size]] + [(d)-[:WAS]->(v:DocumentVersion) | [v.sha256, v.size]] AS contents
ORDER BY seq
