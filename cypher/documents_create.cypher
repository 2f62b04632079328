// documents_create: records documents that are not there yet, with what they are about.
// In:  $rows list of [id string, properties map, partner string or null, order string or null, run string or null]
// Out: created list of int (their numbers), missing list of string (ids of those about something that is not there)
UNWIND $rows AS row
OPTIONAL MATCH (there:Document {id: row[0]})
OPTIONAL MATCH (p:Partner {id: row[2]})
OPTIONAL MATCH (o:Order {id: row[3]})
OPTIONAL MATCH (r:Run {id: row[4]})
WITH row, there, p, o, r,
     (row[2] IS NOT NULL AND p IS NULL) OR (row[3] IS NOT NULL AND o IS NULL) OR (row[4] IS NOT NULL AND r IS NULL) AS lost
CALL (row, there, p, o, r, lost) {
  WITH row, p, o, r WHERE there IS NULL AND NOT lost
  CREATE (d:Document {id: row[0]})
  SET d = row[1]
  FOREACH (x IN CASE WHEN p IS NULL THEN [] ELSE [p] END | CREATE (d)-[:ABOUT]->(x))
  FOREACH (x IN CASE WHEN o IS NULL THEN [] ELSE [o] END | CREATE (d)-[:ABOUT]->(x))
  FOREACH (x IN CASE WHEN r IS NULL THEN [] ELSE [r] END | CREATE (d)-[:ABOUT]->(x))
  RETURN collect(d.seq) AS seqs
}
RETURN reduce(all = [], one IN collect(seqs) | all + one) AS created, collect(CASE WHEN lost THEN row[0] END) AS missing
