// orphaned_branches: active partners whose sponsor is suspended or terminated, and who have nobody active within some levels above, with how many stand below them, on a day and as known at a time.
// In:  $levels int (1: the sponsor), $asOf date, $knownAt datetime
// Out: partner string, name string, sponsor string, status string (the sponsor's), since date, active string (the nearest active one above; null: none), level int (how far above), below int
// Example: $levels = 2, $asOf = date('2026-03-31'), $knownAt = datetime()
MATCH (status:Status)<-[h:HAS_STATUS]-(sponsor:Partner)
WHERE status.id IN ['suspended', 'terminated'] AND h.from <= $asOf AND h.to > $asOf AND h.recorded <= $knownAt AND h.superseded > $knownAt
MATCH (sponsor)<-[r:SPONSORED_BY]-(p:Partner)
WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt AND NOT EXISTS {
  MATCH (p)-[own:HAS_STATUS]->(s:Status)
  WHERE own.from <= $asOf AND own.to > $asOf AND own.recorded <= $knownAt AND own.superseded > $knownAt AND s.id <> 'active'
}
OPTIONAL CALL (p) {
  MATCH path = (p)
    (()-[up:SPONSORED_BY WHERE up.from <= $asOf AND up.to > $asOf AND up.recorded <= $knownAt AND up.superseded > $knownAt]->()){1,}
    (above:Partner)
  WHERE NOT EXISTS {
    MATCH (above)-[other:HAS_STATUS]->(s:Status)
    WHERE other.from <= $asOf AND other.to > $asOf AND other.recorded <= $knownAt AND other.superseded > $knownAt AND s.id <> 'active'
  }
  RETURN above.id AS active, length(path) AS level
  ORDER BY level
  LIMIT 1
}
WITH status, h, sponsor, p, active, level
WHERE level IS NULL OR level > $levels
CALL (p) {
  MATCH (p)
    (()<-[down:SPONSORED_BY WHERE down.from <= $asOf AND down.to > $asOf AND down.recorded <= $knownAt AND down.superseded > $knownAt]-()){1,}
    (member:Partner)
  RETURN count(DISTINCT member) AS below
}
RETURN p.id AS partner, p.name AS name, sponsor.id AS sponsor, status.id AS status, h.from AS since, active, level, below
ORDER BY below DESC, partner
