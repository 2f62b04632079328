// newcomers_without_an_order: who joined in some days and has bought nothing within some days of joining.
// In:  $from date, $to date (of joining, half-open), $days int, $knownAt datetime
// Out: partner string, name string, joined date, sponsor string
// Times: the day is that of joining
// Example: $from = date('2026-03-01'), $to = date('2026-04-01'), $days = 14, $knownAt = datetime()
MATCH (p:Partner)
WHERE p.joined >= $from AND p.joined < $to AND p.recorded <= $knownAt AND NOT EXISTS {
  MATCH (o:Order)-[:CREDITED_TO]->(p)
  WHERE o.partner = p.seq AND o.placedOn <= p.joined + duration({days: $days}) AND o.recorded <= $knownAt AND o.superseded > $knownAt
}
OPTIONAL MATCH (p)-[r:SPONSORED_BY]->(s:Partner)
WHERE r.from <= p.joined AND r.to > p.joined AND r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN p.id AS partner, p.name AS name, p.joined AS joined, s.id AS sponsor
ORDER BY joined, partner
