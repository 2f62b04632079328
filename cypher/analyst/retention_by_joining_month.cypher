// retention_by_joining_month: of those who joined in each month, how many are active still, and how many order, in the month of joining and in each month after, as known at a time.
// In:  $from date, $to date (of joining, half-open), $months int (after the one of joining, at most), $asOf date (months that end later are left out), $knownAt datetime
// Out: joined string (YYYY-MM), month int (0: that of joining), partners int, active int (by status, on the last day), ordering int (paid something), activePercent float, orderingPercent float
// Example: $from = date('2026-01-01'), $to = date('2026-04-01'), $months = 6, $asOf = date('2026-06-30'), $knownAt = datetime()
CALL () {
  MATCH (p:Partner)
  WHERE p.joined >= $from AND p.joined < $to AND p.recorded <= $knownAt
  RETURN p, p.joined AS day
  UNION ALL
  // Who has been corrected since then counts as known.
  MATCH (p:Partner)-[:WAS]->(then:PartnerVersion)
  USING INDEX SEEK p:Partner(changed)
  WHERE p.changed > $knownAt AND then.joined >= $from AND then.joined < $to AND then.recorded <= $knownAt AND then.superseded > $knownAt
  RETURN p, then.joined AS day
}
WITH p, date.truncate('month', day) AS joined
CALL (p, joined) {
  MATCH (o:Order)-[credited:CREDITED_TO]->(p)
  WHERE credited.recorded <= $knownAt AND credited.superseded > $knownAt
  OPTIONAL MATCH (o)-[:WAS]->(then:OrderVersion)
  WHERE then.recorded <= $knownAt AND then.superseded > $knownAt
  WITH joined, coalesce(then, o) AS known
  WHERE known.paidOn <= $asOf
  RETURN collect(DISTINCT duration.inMonths(joined, date.truncate('month', known.paidOn)).months) AS ordering
}
CALL (p) {
  MATCH (p)-[r:HAS_STATUS]->(s:Status)
  WHERE r.from <= $asOf AND r.to > $from AND r.recorded <= $knownAt AND r.superseded > $knownAt AND s.id <> 'active'
  RETURN collect(r) AS away
}
UNWIND range(0, $months) AS month
WITH joined, month, ordering, away, joined + duration({months: month + 1}) - duration({days: 1}) AS lastDay
WHERE lastDay <= $asOf
WITH joined, month, count(*) AS partners, sum(CASE WHEN any(r IN away WHERE r.from <= lastDay AND r.to > lastDay) THEN 0 ELSE 1 END) AS active,
     sum(CASE WHEN month IN ordering THEN 1 ELSE 0 END) AS ordering
RETURN substring(toString(joined), 0, 7) AS joined, month, partners, active, ordering,
       round(100.0 * active / partners, 1) AS activePercent, round(100.0 * ordering / partners, 1) AS orderingPercent
ORDER BY joined, month
