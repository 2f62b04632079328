// upline_members: the sponsors above a partner, the nearest first, as they stood on a day and as known at a time.
// In:  $partner string, $asOf date, $knownAt datetime
// Out: partner string, name string, level int
MATCH path = (:Partner {id: $partner})
  (()-[r:SPONSORED_BY WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt]->()){1,}
  (s:Partner)
RETURN s.id AS partner, s.name AS name, length(path) AS level
ORDER BY level
