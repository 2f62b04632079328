// cancellations_taken: cancellations that a run which is not discarded has handled: they are not changed any more.
// In:  $cancellations list of int
// Out: id string, period string, state string
UNWIND $cancellations AS seq
MATCH (c:Cancellation {seq: seq})-[:CANCELS]->(o:Order)
MATCH (r:Run)
WHERE r.liveKey >= '' AND r.kind = 'settlement' AND c.recorded <= r.knownAt AND c.cancelledOn <= r.lastDay AND o.recorded <= r.knownAt AND o.paidOn <= r.lastDay
RETURN c.id AS id, r.period AS period, r.state AS state
ORDER BY id
LIMIT 50
