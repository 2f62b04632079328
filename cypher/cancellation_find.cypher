// cancellation_find: a cancellation as recorded now.
// In:  $id string
// Out: seq int, order string, cancelledOn date, share int (millionths), withdrawn bool, reason string
MATCH (c:Cancellation {id: $id})-[:CANCELS]->(o:Order)
RETURN c.seq AS seq, o.id AS order, c.cancelledOn AS cancelledOn, c.share AS share, c.superseded < datetime('9999-12-31T00:00:00Z') AS withdrawn,
       coalesce(c.reason, '') AS reason
