// documents_proposed: documents that were marked to be decided about, the first first.
// In:  $no int (of the last before), $limit int
// Out: id string, seq int, class string, title string, number string, language string, day date, tags list of string, amount int, scale int, currency string (null: none), sha256 string, size int, type string, file string, pages int, keep date (null: no law asks), lock string, hold bool, state string, source string, version int, recorded datetime, changed datetime, partner string, order string, run string (null: none)
// Scan: the index of what is proposed holds nothing else.
MATCH (d:Document)
USING INDEX d:Document(proposed)
WHERE d.proposed IS NOT NULL AND d.seq > $no AND d.state <> 'deleted'
WITH d ORDER BY d.seq LIMIT $limit
WITH d, [(d)-[:ABOUT]->(p:Partner) | p.id][0] AS partner, [(d)-[:ABOUT]->(o:Order) | o.id][0] AS order, [(d)-[:ABOUT]->(r:Run) | r.id][0] AS run
RETURN d.id AS id, d.seq AS seq, d.class AS class, d.title AS title, d.number AS number, d.language AS language, d.day AS day, d.tags AS tags,
       d.amount AS amount, d.scale AS scale, d.currency AS currency, d.sha256 AS sha256, d.size AS size, d.type AS type, d.file AS file, d.pages AS pages,
       d.keep AS keep, d.lock AS lock, d.hold AS hold, d.state AS state, d.source AS source, d.version AS version, d.recorded AS recorded,
       d.changed AS changed, partner, order, run
ORDER BY seq
