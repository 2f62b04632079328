// placements_create: records placements under a partner. Keys are null where the relationship has an end.
// In:  $rows list of [seq int, partner int, parent int, tree string, slot int, from date, to date, openKey string, slotKey string], $recorded datetime, $superseded datetime
// Out: created int
UNWIND $rows AS row
MATCH (p:Partner {seq: row[1]})
MATCH (parent:Partner {seq: row[2]})
CREATE (p)-[:PLACED_UNDER {seq: row[0], tree: row[3], slot: row[4], from: row[5], to: row[6], recorded: $recorded, changed: $recorded, superseded: $superseded,
                           openKey: row[7], slotKey: row[8]}]->(parent)
RETURN count(*) AS created
