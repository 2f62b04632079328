// growth_by_month: how many joined in each month and how many were terminated, as known at a time.
// In:  $from date, $to date (the first days of the first month and of the one after the last), $knownAt datetime
// Out: month string (YYYY-MM), joined int, terminated int, net int
// Example: $from = date('2026-01-01'), $to = date('2026-07-01'), $knownAt = datetime()
UNWIND range(0, duration.inMonths($from, $to).months - 1) AS n
WITH $from + duration({months: n}) AS begin, $from + duration({months: n + 1}) AS end
CALL (begin, end) {
  MATCH (p:Partner)
  WHERE p.joined >= begin AND p.joined < end AND p.recorded <= $knownAt
  RETURN count(p) AS joined
}
CALL (begin, end) {
  // Who has been corrected since then counts as known.
  MATCH (p:Partner)-[:WAS]->(then:PartnerVersion)
  USING INDEX SEEK p:Partner(changed)
  WHERE p.changed > $knownAt AND then.joined >= begin AND then.joined < end AND then.recorded <= $knownAt AND then.superseded > $knownAt
  RETURN count(p) AS joinedThen
}
CALL (begin, end) {
  MATCH (:Status {id: 'terminated'})<-[r:HAS_STATUS]-(p:Partner)
  WHERE r.from >= begin AND r.from < end AND r.to > begin AND r.recorded <= $knownAt AND r.superseded > $knownAt
  RETURN count(DISTINCT p) AS terminated
}
RETURN substring(toString(begin), 0, 7) AS month, joined + joinedThen AS joined, terminated, joined + joinedThen - terminated AS net
ORDER BY month
