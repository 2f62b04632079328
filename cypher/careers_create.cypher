// careers_create: records ranks that partners hold: imported, or overriding what runs find.
// In:  $rows list of [seq int, partner int, rank string, from date, to date, override bool, reason string], $recorded datetime, $superseded datetime, $changed datetime (null: followers read everything anyway)
// Out: created int
UNWIND $rows AS row
MATCH (p:Partner {seq: row[1]})
MATCH (rank:Rank {id: row[2]})
CREATE (p)-[:HOLDS {seq: row[0], from: row[3], to: row[4], override: row[5], reason: row[6], recorded: $recorded, superseded: $superseded}]->(rank)
FOREACH (at IN CASE WHEN $changed IS NULL THEN [] ELSE [$changed] END | SET p.changed = at)
RETURN count(*) AS created
