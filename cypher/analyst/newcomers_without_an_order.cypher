// newcomers_without_an_order: who joined in some days and placed no order within some days of joining that was paid by a day, as known at a time. Whose days are not over by then is left out.
// In:  $from date, $to date (of joining, half-open), $days int, $asOf date, $knownAt datetime
// Out: partner string, name string, joined date, sponsor string (on that day; null: a root), ordered date (the first order since; null: none)
// Example: $from = date('2026-03-01'), $to = date('2026-04-01'), $days = 14, $asOf = date('2026-04-30'), $knownAt = datetime()
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
WITH p, joined, joined + duration({days: $days}) AS end
WHERE end <= $asOf
CALL (p) {
  MATCH (o:Order)-[credited:CREDITED_TO]->(p)
  WHERE credited.recorded <= $knownAt AND credited.superseded > $knownAt
  OPTIONAL MATCH (o)-[:WAS]->(then:OrderVersion)
  WHERE then.recorded <= $knownAt AND then.superseded > $knownAt
  WITH coalesce(then, o) AS known
  WHERE known.paidOn <= $asOf
  RETURN min(known.placedOn) AS ordered
}
WITH p, joined, end, ordered
WHERE ordered IS NULL OR ordered >= end
OPTIONAL MATCH (p)-[r:SPONSORED_BY]->(s:Partner)
WHERE r.from <= joined AND r.to > joined AND r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN p.id AS partner, p.name AS name, joined, s.id AS sponsor, ordered
ORDER BY joined, partner
