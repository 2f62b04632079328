// late_orders: orders that were paid in a later month than placed, with the chain above the buyer on the last day of the month of placing, who earn from them, as known at a time.
// In:  $from date, $to date (of payment, half-open), $months int (at least so many months late), $knownAt datetime
// Out: order string, partner string, placed date, paid date, months int, points float, above list of string (the nearest first), moved bool (the chain is another one on the last day of the month of payment)
// Example: $from = date('2026-03-01'), $to = date('2026-04-01'), $months = 1, $knownAt = datetime()
CALL () {
  MATCH (o:Order)
  WHERE o.paidOn >= $from AND o.paidOn < $to AND o.recorded <= $knownAt AND o.superseded > $knownAt
  RETURN o, o AS known
  UNION ALL
  // What has been recorded anew since then counts as it was known.
  MATCH (o:Order)-[:WAS]->(then:OrderVersion)
  USING INDEX SEEK o:Order(changed)
  WHERE o.changed > $knownAt AND then.paidOn >= $from AND then.paidOn < $to AND then.recorded <= $knownAt AND then.superseded > $knownAt
  RETURN o, then AS known
}
WITH o, known, date.truncate('month', known.placedOn) AS placed, date.truncate('month', known.paidOn) AS paid
WITH o, known, duration.inMonths(placed, paid).months AS months,
     placed + duration({months: 1}) - duration({days: 1}) AS placedBy, paid + duration({months: 1}) - duration({days: 1}) AS paidBy
WHERE months >= $months
MATCH (buyer:Partner {seq: known.partner})
CALL (buyer, placedBy) {
  OPTIONAL MATCH path = (buyer)
    (()-[old:SPONSORED_BY WHERE old.from <= placedBy AND old.to > placedBy AND old.recorded <= $knownAt AND old.superseded > $knownAt]->()){1,}
    (sponsor:Partner)
  WITH sponsor, length(path) AS level ORDER BY level
  RETURN collect(sponsor.id) AS above
}
CALL (buyer, paidBy) {
  OPTIONAL MATCH path = (buyer)
    (()-[new:SPONSORED_BY WHERE new.from <= paidBy AND new.to > paidBy AND new.recorded <= $knownAt AND new.superseded > $knownAt]->()){1,}
    (sponsor:Partner)
  WITH sponsor, length(path) AS level ORDER BY level
  RETURN collect(sponsor.id) AS since
}
RETURN o.id AS order, buyer.id AS partner, known.placedOn AS placed, known.paidOn AS paid, months, known.points / 10000.0 AS points,
       above, above <> since AS moved
ORDER BY paid, order
