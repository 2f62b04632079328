// volume_by_month: what a partner and everyone below bought, month by month of payment, as the tree stood on a day and as known at a time.
// In:  $partner string, $from date, $to date (of payment, half-open), $asOf date, $knownAt datetime
// Out: month string, orders int, points float, cv float
// Example: $partner = 'P0000001', $from = date('2026-01-01'), $to = date('2026-04-01'), $asOf = date('2026-03-31'), $knownAt = datetime()
MATCH (:Partner {id: $partner}) (()<-[r:SPONSORED_BY WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt]-()){0,} (member:Partner)
WHERE member.joined <= $asOf
WITH DISTINCT member
MATCH (o:Order)-[credited:CREDITED_TO]->(member)
WHERE o.paidOn >= $from AND o.paidOn < $to AND o.recorded <= $knownAt AND o.superseded > $knownAt
  AND credited.recorded <= $knownAt AND credited.superseded > $knownAt
WITH date.truncate('month', o.paidOn) AS month, o
RETURN left(toString(month), 7) AS month, count(o) AS orders, sum(o.points) / 10000.0 AS points, sum(o.cv) / 10000.0 AS cv
ORDER BY month
