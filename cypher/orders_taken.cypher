// orders_taken: orders that a run which is not discarded has settled: they are not changed any more.
// In:  $orders list of int
// Out: id string, period string, state string
UNWIND $orders AS seq
MATCH (o:Order {seq: seq})
MATCH (r:Run)
WHERE r.liveKey >= '' AND r.kind = 'settlement' AND o.recorded <= r.knownAt AND o.paidOn <= r.lastDay
RETURN o.id AS id, r.period AS period, r.state AS state
ORDER BY id
LIMIT 50
