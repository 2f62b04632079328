// cancellations_by_month: cancellations by month and reason: how many, and what share of the value they took.
// In:  $from date, $to date (half-open), $knownAt datetime
// Out: month string, reason string, cancellations int, cv float (cancelled)
// Example: $from = date('2026-01-01'), $to = date('2026-04-01'), $knownAt = datetime()
MATCH (c:Cancellation)-[:CANCELS]->(o:Order)
WHERE c.cancelledOn >= $from AND c.cancelledOn < $to AND c.recorded <= $knownAt AND c.superseded > $knownAt
RETURN left(toString(date.truncate('month', c.cancelledOn)), 7) AS month, c.reason AS reason, count(c) AS cancellations,
       sum(o.cv * c.share) / 10000.0 / 1000000.0 AS cv
ORDER BY month, reason
