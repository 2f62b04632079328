// sponsorships_create: records sponsorships. Keys are null where the relationship has an end.
// In:  $rows list of [seq int, partner int, sponsor int, from date, to date, openKey int], $recorded datetime, $superseded datetime, $changed datetime (null: followers read everything anyway)
// Out: created int
UNWIND $rows AS row
MATCH (p:Partner {seq: row[1]})
MATCH (s:Partner {seq: row[2]})
CREATE (p)-[:SPONSORED_BY {seq: row[0], from: row[3], to: row[4], recorded: $recorded, superseded: $superseded, openKey: row[5]}]->(s)
FOREACH (at IN CASE WHEN $changed IS NULL THEN [] ELSE [$changed] END | SET p.changed = at)
RETURN count(*) AS created
