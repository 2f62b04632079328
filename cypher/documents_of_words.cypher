// documents_of_words: documents that say something, the best first.
// In:  $words string (for Lucene), $skip int, $class string, $state string, $number string, $tag string, $currency string, $source string, $partner string, $order string, $run string (empty: all), $from date, $through date, $amountMin int, $amountMax int (null: all), $limit int
// Out: id string, seq int, class string, title string, number string, language string, day date, tags list of string, amount int, scale int, currency string (null: none), sha256 string, size int, type string, file string, pages int, verdict string, encoding string, keep date (null: no law asks), lock string, hold bool, state string, source string, version int, recorded datetime, changed datetime, partner string, order string, run string (null: none), score float
CALL db.index.fulltext.queryNodes('document_words', $words) YIELD node, score
MATCH (d:Document {seq: node.seq})
WHERE ($class = '' OR d.class = $class) AND ($state = '' OR d.state = $state) AND ($number = '' OR d.number = $number) AND ($tag = '' OR $tag IN d.tags)
  AND d.day >= $from AND d.day <= $through AND ($amountMin IS NULL OR d.amount >= $amountMin) AND ($amountMax IS NULL OR d.amount <= $amountMax)
  AND ($currency = '' OR d.currency = $currency) AND ($source = '' OR d.source = $source)
  AND ($partner = '' OR EXISTS { (d)-[:ABOUT]->(:Partner {id: $partner}) }) AND ($order = '' OR EXISTS { (d)-[:ABOUT]->(:Order {id: $order}) }) AND ($run = '' OR EXISTS { (d)-[:ABOUT]->(:Run {id: $run}) })
WITH d, node, score SKIP $skip LIMIT $limit
WITH d, score, [(d)-[:ABOUT]->(p:Partner) | p.id][0] AS partner, [(d)-[:ABOUT]->(o:Order) | o.id][0] AS order, [(d)-[:ABOUT]->(r:Run) | r.id][0] AS run
RETURN d.id AS id, d.seq AS seq, d.class AS class, d.title AS title, d.number AS number, d.language AS language, d.day AS day, d.tags AS tags,
       d.amount AS amount, d.scale AS scale, d.currency AS currency, d.sha256 AS sha256, d.size AS size, d.type AS type, d.file AS file, d.pages AS pages, d.verdict AS verdict, d.encoding AS encoding,
       d.keep AS keep, d.lock AS lock, d.hold AS hold, d.state AS state, d.source AS source, d.version AS version, d.recorded AS recorded,
       d.changed AS changed, partner, order, run, score
ORDER BY score DESC, seq DESC
