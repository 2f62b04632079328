// downline_on_a_day: who was below a partner on a day, as known at a time, and how far below.
// In:  $partner string, $asOf date, $knownAt datetime
// Out: partner string, name string, level int
// Example: $partner = 'P0000001', $asOf = date('2026-03-31'), $knownAt = datetime()
MATCH (top:Partner {id: $partner})
MATCH path = (top) (()<-[r:SPONSORED_BY WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt]-()){1,} (d:Partner)
WHERE d.joined <= $asOf
RETURN d.id AS partner, d.name AS name, length(path) AS level
ORDER BY level, partner
