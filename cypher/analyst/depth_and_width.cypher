// depth_and_width: how many stand on each level below a partner, on a day and as known at a time.
// In:  $partner string, $asOf date, $knownAt datetime
// Out: level int, partners int
// Example: $partner = 'P0000001', $asOf = date('2026-03-31'), $knownAt = datetime()
MATCH path = (:Partner {id: $partner}) (()<-[r:SPONSORED_BY WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt]-()){1,} (d:Partner)
WHERE d.joined <= $asOf
RETURN length(path) AS level, count(d) AS partners
ORDER BY level
