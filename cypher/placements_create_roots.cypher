// placements_create_roots: records roots of placement trees: they stand under the tree itself, in slot 0, which they share.
// In:  $rows list of [seq int, partner int, tree string, from date, to date, openKey int], $recorded datetime, $superseded datetime, $changed datetime (null: followers read everything anyway)
// Out: created int
UNWIND $rows AS row
MATCH (p:Partner {seq: row[1]})
MATCH (t:Tree {id: row[2]})
CREATE (p)-[:PLACED_UNDER {seq: row[0], tree: row[2], slot: 0, from: row[3], to: row[4], recorded: $recorded, superseded: $superseded, openKey: row[5]}]->(t)
FOREACH (at IN CASE WHEN $changed IS NULL THEN [] ELSE [$changed] END | SET p.changed = at)
RETURN count(*) AS created
