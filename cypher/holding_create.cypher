// holding_create: records that a user holds a profile on some days.
// In:  $holder string, $other string, $key string, $from date, $to date, $recorded datetime, $superseded datetime
// Out: created int
MATCH (a:User {id: $holder})
MATCH (b:Profile {id: $other})
WHERE b.closed IS NULL
CREATE (a)-[:HOLDS_PROFILE {key: $key, from: $from, to: $to, recorded: $recorded, superseded: $superseded}]->(b)
SET a.changed = $recorded
RETURN count(*) AS created
