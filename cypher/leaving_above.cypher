// leaving_above: the sponsors above a partner on a day, the nearest first, as known at a time, each with the status of that day.
// In:  $partner string, $asOf date, $knownAt datetime
// Out: partner string, name string, status string, level int
MATCH path = (:Partner {id: $partner})
  (()-[r:SPONSORED_BY WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt]->()){1,}
  (s:Partner)
OPTIONAL MATCH (s)-[h:HAS_STATUS]->(status:Status)
WHERE h.from <= $asOf AND h.to > $asOf AND h.recorded <= $knownAt AND h.superseded > $knownAt
RETURN s.id AS partner, s.name AS name, coalesce(status.id, 'active') AS status, length(path) AS level
ORDER BY level
