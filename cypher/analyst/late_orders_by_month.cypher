// late_orders_by_month: how many months after placing the orders of each month of payment were paid, as known at a time: what a settlement pays at the conditions of earlier months.
// In:  $from date, $to date (of payment, half-open), $knownAt datetime
// Out: month string (YYYY-MM), months int (late; 0: in the month of placing), orders int, points float, percent float (of the month's points)
// Example: $from = date('2026-01-01'), $to = date('2026-04-01'), $knownAt = datetime()
CALL () {
  MATCH (o:Order)
  WHERE o.paidOn >= $from AND o.paidOn < $to AND o.recorded <= $knownAt AND o.superseded > $knownAt
  RETURN o AS known
  UNION ALL
  // What has been recorded anew since then counts as it was known.
  MATCH (o:Order)-[:WAS]->(then:OrderVersion)
  USING INDEX SEEK o:Order(changed)
  WHERE o.changed > $knownAt AND then.paidOn >= $from AND then.paidOn < $to AND then.recorded <= $knownAt AND then.superseded > $knownAt
  RETURN then AS known
}
WITH date.truncate('month', known.placedOn) AS placed, date.truncate('month', known.paidOn) AS paid, known
WITH paid, duration.inMonths(placed, paid).months AS months, count(*) AS orders, sum(known.points) AS points
WITH paid, sum(points) AS total, collect({months: months, orders: orders, points: points}) AS rows
UNWIND rows AS row
RETURN substring(toString(paid), 0, 7) AS month, row.months AS months, row.orders AS orders, row.points / 10000.0 AS points,
       CASE WHEN total > 0 THEN round(100.0 * row.points / total, 1) END AS percent
ORDER BY month, months
