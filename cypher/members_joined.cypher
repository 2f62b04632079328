// members_joined: who joined between two days, half-open, as known at a time, with the sponsor on the day of joining.
// In:  $from date, $to date, $knownAt datetime
// Out: partner string, name string, on date, before string, after string
MATCH (p:Partner)
WHERE p.joined > $from AND p.joined <= $to AND p.recorded <= $knownAt
OPTIONAL MATCH (p)-[r:SPONSORED_BY]->(s:Partner)
WHERE r.from <= p.joined AND r.to > p.joined AND r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN p.id AS partner, p.name AS name, p.joined AS on, '' AS before, coalesce(s.id, '') AS after
ORDER BY partner
