// statuses_create: records statuses.
// In:  $rows list of [seq int, partner int, status string, from date, to date], $recorded datetime, $superseded datetime, $changed datetime (null: followers read everything anyway)
// Out: created int
UNWIND $rows AS row
MATCH (p:Partner {seq: row[1]})
MATCH (s:Status {id: row[2]})
CREATE (p)-[:HAS_STATUS {seq: row[0], from: row[3], to: row[4], recorded: $recorded, superseded: $superseded}]->(s)
FOREACH (at IN CASE WHEN $changed IS NULL THEN [] ELSE [$changed] END | SET p.changed = at)
RETURN count(*) AS created
