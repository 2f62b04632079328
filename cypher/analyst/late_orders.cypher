// late_orders: orders that were paid months after they were placed, and the chain above the buyer on the last day of the month of placing: who earns from them.
// In:  $from date, $to date (of payment, half-open), $months int (at least so many months late), $knownAt datetime
// Out: order string, partner string, placed date, paid date, months int, above list of string (the nearest first)
// Times: the day is that of the order
// Example: $from = date('2026-03-01'), $to = date('2026-04-01'), $months = 1, $knownAt = datetime()
MATCH (o:Order)
WHERE o.paidOn >= $from AND o.paidOn < $to AND o.recorded <= $knownAt AND o.superseded > $knownAt
WITH o, duration.inMonths(date.truncate('month', o.placedOn), date.truncate('month', o.paidOn)).months AS months,
     date.truncate('month', o.placedOn) + duration({months: 1}) - duration({days: 1}) AS asOf
WHERE months >= $months
MATCH (buyer:Partner {seq: o.partner})
OPTIONAL MATCH path = (buyer) (()-[r:SPONSORED_BY WHERE r.from <= asOf AND r.to > asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt]->()){1,} (s:Partner)
WITH o, buyer, months, s, length(path) AS level
ORDER BY level
RETURN o.id AS order, buyer.id AS partner, o.placedOn AS placed, o.paidOn AS paid, months, collect(s.id) AS above
ORDER BY paid, order
