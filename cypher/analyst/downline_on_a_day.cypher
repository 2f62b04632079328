// downline_on_a_day: who was below a partner on a day, as known at a time, those nearest first.
// In:  $partner string, $asOf date, $knownAt datetime
// Out: partner string, name string, joined date, sponsor string, level int (1: direct recruits)
// Example: $partner = 'P0000001', $asOf = date('2026-03-31'), $knownAt = datetime()
MATCH path = (top:Partner {id: $partner})
  (()<-[r:SPONSORED_BY WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt]-()){1,}
  (member:Partner)
WITH member, length(path) AS level, nodes(path)[-2] AS sponsor
OPTIONAL MATCH (member)-[:WAS]->(then:PartnerVersion)
WHERE then.recorded <= $knownAt AND then.superseded > $knownAt
WITH member, coalesce(then, member) AS known, sponsor, level
RETURN member.id AS partner, known.name AS name, known.joined AS joined, sponsor.id AS sponsor, level
ORDER BY level, partner
