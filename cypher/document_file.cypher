// document_file: says what a document is, and about what.
// In:  $id string, $properties map, $partner string, $order string, $run string (null: none), $title string, $facets string, $recorded datetime
// Out: lost bool (something that it is about is not there)
MATCH (d:Document {id: $id})
MATCH (t:DocumentText {seq: d.seq})
OPTIONAL MATCH (p:Partner {id: $partner})
OPTIONAL MATCH (o:Order {id: $order})
OPTIONAL MATCH (r:Run {id: $run})
SET d += $properties, t.title = $title, t.facets = $facets, t.changed = $recorded
WITH d, p, o, r, ($partner IS NOT NULL AND p IS NULL) OR ($order IS NOT NULL AND o IS NULL) OR ($run IS NOT NULL AND r IS NULL) AS lost
CALL (d) {
  MATCH (d)-[a:ABOUT]->()
  DELETE a
}
FOREACH (x IN CASE WHEN p IS NULL THEN [] ELSE [p] END | CREATE (d)-[:ABOUT]->(x))
FOREACH (x IN CASE WHEN o IS NULL THEN [] ELSE [o] END | CREATE (d)-[:ABOUT]->(x))
FOREACH (x IN CASE WHEN r IS NULL THEN [] ELSE [r] END | CREATE (d)-[:ABOUT]->(x))
RETURN lost
