// payout_by_country_and_rank: what a posted period pays out, by country and career rank. A partner has a country when the contact data of a later module say so; until then it is unknown.
// In:  $period string (YYYY-MM), $asOf date, $knownAt datetime
// Out: country string, rank string, partners int, payout float, currency string
// Example: $period = '2026-03', $asOf = date('2026-03-31'), $knownAt = datetime()
MATCH (run:Run {postedKey: $period})
WHERE run.postedAt <= $knownAt
MATCH (s:Statement)-[:FOR]->(p:Partner)
WHERE s.run = run.no AND s.partner >= 0
CALL (p) {
  OPTIONAL MATCH (p)-[h:HOLDS]->(rank:Rank)
  WHERE h.from <= $asOf AND h.to > $asOf AND h.recorded <= $knownAt AND h.superseded > $knownAt AND (h.run IS NULL OR EXISTS { MATCH (found:Run {no: h.run}) WHERE found.postedAt <= $knownAt })
  RETURN rank.id AS rank
  ORDER BY h.from DESC, h.recorded DESC
  LIMIT 1
}
WITH run.scale AS scale, coalesce(p.country, 'unknown') AS country, coalesce(rank, 'lowest') AS rank, count(p) AS partners,
     sum(s.payout) AS payout, s.currency AS currency
RETURN country, rank, partners, payout / 10.0 ^ scale AS payout, currency
ORDER BY payout DESC, country, rank
