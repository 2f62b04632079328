// group_holdings_end: records that a group holds no profile from a day on.
// In:  $id string, $from date, $knownAt datetime, $recorded datetime, $superseded datetime
// Out: kind string, holder string, other string, from date, to date (as it was)
MATCH (a:Group {id: $id})-[r:HOLDS_PROFILE]->(b:Profile)
WHERE r.to > $from AND r.recorded <= $knownAt AND r.superseded > $knownAt
SET r.superseded = $recorded, a.changed = $recorded
FOREACH (_ IN CASE WHEN r.from < $from THEN [1] ELSE [] END |
  CREATE (a)-[:HOLDS_PROFILE {key: randomUUID(), from: r.from, to: $from, recorded: $recorded, superseded: $superseded}]->(b))
RETURN labels(a)[0] AS kind, a.id AS holder, b.id AS other, r.from AS from, r.to AS to
