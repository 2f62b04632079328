// document_find: a document, and what its content was before.
// In:  $id string
// Out: id string, seq int, class string, title string, number string, language string, day date, tags list of string, amount int, scale int, currency string (null: none), sha256 string, size int, type string, file string, pages int, verdict string, encoding string, keep date (null: no law asks), lock string, lockedUntil datetime (null: is not), hold bool, state string, source string, version int, recorded datetime, changed datetime, partner string, order string, run string (null: none), former list of map
MATCH (d:Document {id: $id})
WITH d, [(d)-[:ABOUT]->(p:Partner) | p.id][0] AS partner, [(d)-[:ABOUT]->(o:Order) | o.id][0] AS order, [(d)-[:ABOUT]->(r:Run) | r.id][0] AS run
RETURN d.id AS id, d.seq AS seq, d.class AS class, d.title AS title, d.number AS number, d.language AS language, d.day AS day, d.tags AS tags,
       d.amount AS amount, d.scale AS scale, d.currency AS currency, d.sha256 AS sha256, d.size AS size, d.type AS type, d.file AS file, d.pages AS pages, d.verdict AS verdict, d.encoding AS encoding,
       d.keep AS keep, d.lock AS lock, d.lockedUntil AS lockedUntil, d.hold AS hold, d.state AS state, d.source AS source, d.version AS version, d.recorded AS recorded,
       d.changed AS changed, partner, order, run,
       COLLECT { MATCH (d)-[:WAS]->(v:DocumentVersion) RETURN properties(v) ORDER BY v.version DESC } AS former
