// cancellations_by_month: cancellations by month and reason, as known at a time: how many, of how many orders, and what they took.
// In:  $from date, $to date (of cancellation, half-open), $knownAt datetime
// Out: month string (YYYY-MM), reason string (as coded; other: also of those that came in a bundle), cancellations int, orders int, points float, cv float (cancelled)
// Example: $from = date('2026-01-01'), $to = date('2026-04-01'), $knownAt = datetime()
CALL () {
  MATCH (c:Cancellation)-[:CANCELS]->(o:Order)
  WHERE c.cancelledOn >= $from AND c.cancelledOn < $to AND c.recorded <= $knownAt AND c.superseded > $knownAt
  RETURN o, c AS known
  UNION ALL
  // What has been recorded anew since then counts as it was known.
  MATCH (o:Order)<-[:CANCELS]-(:Cancellation)-[:WAS]->(then:CancellationVersion)
  WHERE then.seq >= 0 AND then.cancelledOn >= $from AND then.cancelledOn < $to AND then.recorded <= $knownAt AND then.superseded > $knownAt
  RETURN o, then AS known
}
OPTIONAL MATCH (o)-[:WAS]->(then:OrderVersion)
WHERE then.recorded <= $knownAt AND then.superseded > $knownAt
WITH o, known, coalesce(then, o) AS order
WITH date.truncate('month', known.cancelledOn) AS month, coalesce(known.reason, 'other') AS reason,
     count(*) AS cancellations, count(DISTINCT o) AS orders, sum(order.points * known.share) AS points, sum(order.cv * known.share) AS cv
RETURN substring(toString(month), 0, 7) AS month, reason, cancellations, orders,
       round(points / 10000000000.0, 4) AS points, round(cv / 10000000000.0, 4) AS cv
ORDER BY month, reason
