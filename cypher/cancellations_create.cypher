// cancellations_create: records cancellations of orders, which they touch.
// In:  $rows list of [seq int, id string, order int, cancelledOn date, share int, reason string], $recorded datetime, $superseded datetime, $changed datetime (null: the journal reads everything anyway)
// Out: created int
UNWIND $rows AS row
MATCH (o:Order {seq: row[2]})
CREATE (:Cancellation {seq: row[0], id: row[1], order: row[2], cancelledOn: row[3], share: row[4], reason: row[5],
                       recorded: $recorded, changed: $changed, superseded: $superseded})-[:CANCELS]->(o)
SET o.touched = $recorded
RETURN count(*) AS created
