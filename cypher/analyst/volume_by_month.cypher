// volume_by_month: the volume of a partner and everyone below, month by month, each with the tree of its last day, as known at a time: what was paid, less what was cancelled of it.
// In:  $partner string, $from date, $to date (the first days of the first month and of the one after the last), $knownAt datetime
// Out: month string (YYYY-MM), members int, buyers int, orders int, points float (paid), cancelled float, volume float
// Example: $partner = 'P0000001', $from = date('2026-01-01'), $to = date('2026-04-01'), $knownAt = datetime()
MATCH (top:Partner {id: $partner})
UNWIND range(0, duration.inMonths($from, $to).months - 1) AS n
WITH top, $from + duration({months: n}) AS begin, $from + duration({months: n + 1}) AS end
WITH top, begin, end, end - duration({days: 1}) AS asOf
CALL (top, asOf) {
  MATCH (top)
    (()<-[r:SPONSORED_BY WHERE r.from <= asOf AND r.to > asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt]-()){0,}
    (member:Partner)
  RETURN DISTINCT member
}
CALL (member, begin, end) {
  MATCH (o:Order)-[credited:CREDITED_TO]->(member)
  WHERE credited.recorded <= $knownAt AND credited.superseded > $knownAt
  OPTIONAL MATCH (o)-[:WAS]->(then:OrderVersion)
  WHERE then.recorded <= $knownAt AND then.superseded > $knownAt
  WITH o, coalesce(then, o) AS known, begin, end
  WHERE known.paidOn < end
  CALL (o, known, begin, end) {
    MATCH (c:Cancellation)-[:CANCELS]->(o)
    OPTIONAL MATCH (c)-[:WAS]->(then:CancellationVersion)
    WHERE then.recorded <= $knownAt AND then.superseded > $knownAt
    WITH known, coalesce(then, c) AS c, begin, end
    WITH c, CASE WHEN c.cancelledOn > known.paidOn THEN c.cancelledOn ELSE known.paidOn END AS day, begin, end
    WHERE c.recorded <= $knownAt AND c.superseded > $knownAt AND day >= begin AND day < end
    RETURN sum(c.share) AS share
  }
  WITH known.paidOn >= begin AS paid, known.points AS points, known.points * share AS cancelled
  RETURN sum(CASE WHEN paid THEN 1 ELSE 0 END) AS orders, sum(CASE WHEN paid THEN points ELSE 0 END) AS points, sum(cancelled) AS cancelled
}
WITH begin, count(member) AS members, sum(CASE WHEN orders > 0 THEN 1 ELSE 0 END) AS buyers, sum(orders) AS orders,
     sum(points) / 10000.0 AS points, round(sum(cancelled) / 10000000000.0, 4) AS cancelled
RETURN substring(toString(begin), 0, 7) AS month, members, buyers, orders, points, cancelled, round(points - cancelled, 4) AS volume
ORDER BY month
