// placements_create: records placements under a partner. Keys are null where the relationship has an end.
// In:  $rows list of [seq int, partner int, parent int, tree string, slot int, from date, to date, openKey int, slotKey int or string], $recorded datetime, $superseded datetime, $changed datetime (null: followers read everything anyway)
// Out: created int
UNWIND $rows AS row
MATCH (p:Partner {seq: row[1]})
MATCH (parent:Partner {seq: row[2]})
CREATE (p)-[:PLACED_UNDER {seq: row[0], tree: row[3], slot: row[4], from: row[5], to: row[6], recorded: $recorded, superseded: $superseded,
                           openKey: row[7], slotKey: row[8]}]->(parent)
FOREACH (at IN CASE WHEN $changed IS NULL THEN [] ELSE [$changed] END | SET p.changed = at)
RETURN count(*) AS created
