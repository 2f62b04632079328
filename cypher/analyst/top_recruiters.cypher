// top_recruiters: who sponsored most of those who joined in some days, on the day of joining, and how many of these ordered by the end of the days, as known at a time.
// In:  $from date, $to date (of joining, half-open), $limit int, $knownAt datetime
// Out: sponsor string, name string, recruits int, ordering int (paid something)
// Example: $from = date('2026-01-01'), $to = date('2026-04-01'), $limit = 20, $knownAt = datetime()
CALL () {
  MATCH (p:Partner)
  WHERE p.joined >= $from AND p.joined < $to AND p.recorded <= $knownAt
  RETURN p, p.joined AS joined
  UNION ALL
  // Who has been corrected since then counts as known.
  MATCH (p:Partner)-[:WAS]->(then:PartnerVersion)
  USING INDEX SEEK p:Partner(changed)
  WHERE p.changed > $knownAt AND then.joined >= $from AND then.joined < $to AND then.recorded <= $knownAt AND then.superseded > $knownAt
  RETURN p, then.joined AS joined
}
MATCH (p)-[r:SPONSORED_BY]->(s:Partner)
WHERE r.from <= joined AND r.to > joined AND r.recorded <= $knownAt AND r.superseded > $knownAt
CALL (p) {
  MATCH (o:Order)-[credited:CREDITED_TO]->(p)
  WHERE credited.recorded <= $knownAt AND credited.superseded > $knownAt
  OPTIONAL MATCH (o)-[:WAS]->(then:OrderVersion)
  WHERE then.recorded <= $knownAt AND then.superseded > $knownAt
  RETURN min(coalesce(then, o).paidOn) AS ordered
}
RETURN s.id AS sponsor, s.name AS name, count(p) AS recruits, sum(CASE WHEN ordered < $to THEN 1 ELSE 0 END) AS ordering
ORDER BY recruits DESC, sponsor
LIMIT $limit
