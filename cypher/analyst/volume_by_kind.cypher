// volume_by_kind: what was sold in each month by kind of order, such as own needs and sales to customers, as known at a time: whether the company lives on customers.
// In:  $from date, $to date (of payment, half-open), $knownAt datetime
// Out: month string (YYYY-MM), kind string, orders int, partners int, points float, cv float, percent float (of the month's points)
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
WITH date.truncate('month', known.paidOn) AS month, known.kind AS kind, count(*) AS orders, count(DISTINCT known.partner) AS partners,
     sum(known.points) AS points, sum(known.cv) AS cv
WITH month, sum(points) AS total, collect({kind: kind, orders: orders, partners: partners, points: points, cv: cv}) AS kinds
UNWIND kinds AS k
RETURN substring(toString(month), 0, 7) AS month, k.kind AS kind, k.orders AS orders, k.partners AS partners, k.points / 10000.0 AS points,
       k.cv / 10000.0 AS cv, CASE WHEN total > 0 THEN round(100.0 * k.points / total, 1) END AS percent
ORDER BY month, points DESC, kind
