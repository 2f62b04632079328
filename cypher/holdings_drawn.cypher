// holdings_drawn: what the object store should hold of documents with some numbers, of those that are there.
// In:  $seqs list of int
// Out: id string, seq int, class string, state string, partner string (null: none), keep date (null: no law asks), lock string, lockedUntil datetime (null: is not), hold bool, contents list of [sha256 string, size int]
UNWIND $seqs AS seq
MATCH (d:Document {seq: seq})
WHERE d.state <> 'deleted'
RETURN d.id AS id, d.seq AS seq, d.class AS class, d.state AS state, [(d)-[:ABOUT]->(p:Partner) | p.id][0] AS partner, d.keep AS keep,
       d.lock AS lock, d.lockedUntil AS lockedUntil, d.hold AS hold,
       [[d.sha256, d.size]] + [(d)-[:WAS]->(v:DocumentVersion) | [v.sha256, v.size]] AS contents
