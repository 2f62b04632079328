// workplace_create: records that a user works in a department on some days.
// In:  $holder string, $other string, $key string, $from date, $to date, $recorded datetime, $superseded datetime
// Out: created int
MATCH (a:User {id: $holder})
MATCH (b:Department {id: $other})
WHERE b.closed IS NULL
CREATE (a)-[:WORKS_IN {key: $key, from: $from, to: $to, recorded: $recorded, superseded: $superseded}]->(b)
SET a.changed = $recorded
RETURN count(*) AS created
