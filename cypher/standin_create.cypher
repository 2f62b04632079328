// standin_create: records that a user stands in for another one on some days.
// In:  $holder string, $other string, $key string, $from date, $to date, $recorded datetime, $superseded datetime
// Out: created int
MATCH (a:User {id: $holder})
MATCH (b:User {id: $other})
CREATE (a)-[:STANDS_IN_FOR {key: $key, from: $from, to: $to, recorded: $recorded, superseded: $superseded}]->(b)
SET a.changed = $recorded
RETURN count(*) AS created
