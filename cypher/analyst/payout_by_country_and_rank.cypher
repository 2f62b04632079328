// payout_by_country_and_rank: what posted periods pay out, by country and by the career rank on the last day of the period, as known at a time. A partner's country is the property country; where there is none, it is unknown.
// In:  $from string, $through string (periods, YYYY-MM), $knownAt datetime
// Out: period string, country string, rank string, partners int (with a statement), paid int (of these, who are paid something), earnings float, payout float, currency string
// Example: $from = '2026-01', $through = '2026-03', $knownAt = datetime()
MATCH (run:Run)
WHERE run.postedKey >= $from AND run.postedKey <= $through AND run.postedAt <= $knownAt
MATCH (s:Statement)-[:FOR]->(p:Partner)
WHERE s.run = run.no AND s.partner >= 0
WITH run, s, p, run.lastDay AS asOf
OPTIONAL CALL (p, asOf) {
  MATCH (p)-[h:HOLDS]->(rank:Rank)
  WHERE h.from <= asOf AND h.to > asOf AND h.recorded <= $knownAt AND h.superseded > $knownAt
    AND (h.run IS NULL OR EXISTS { MATCH (found:Run {no: h.run}) WHERE found.postedAt <= $knownAt })
  RETURN rank AS held
  ORDER BY h.from DESC, h.recorded DESC
  LIMIT 1
}
MATCH (lowest:Rank)
WHERE lowest.id >= '' AND lowest.no = 0
WITH run, coalesce(p['country'], 'unknown') AS country, coalesce(held, lowest) AS held, s.currency AS currency, count(*) AS partners,
     sum(CASE WHEN s.payout > 0 THEN 1 ELSE 0 END) AS paid, sum(s.earnings) AS earnings, sum(s.payout) AS payout
RETURN run.period AS period, country, held.id AS rank, partners, paid, earnings / 10.0 ^ run.scale AS earnings, payout / 10.0 ^ run.scale AS payout, currency
ORDER BY period, country, held.no DESC
