// top_recruiters: who has recruited most among those who joined in some days, as known at a time.
// In:  $from date, $to date (of joining, half-open), $limit int, $knownAt datetime
// Out: sponsor string, name string, recruits int
// Times: the day is that of joining
// Example: $from = date('2026-01-01'), $to = date('2026-04-01'), $limit = 20, $knownAt = datetime()
MATCH (p:Partner)
WHERE p.joined >= $from AND p.joined < $to
MATCH (p)-[r:SPONSORED_BY]->(s:Partner)
WHERE r.from <= p.joined AND r.to > p.joined AND r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN s.id AS sponsor, s.name AS name, count(p) AS recruits
ORDER BY recruits DESC, sponsor
LIMIT $limit
