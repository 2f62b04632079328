// unplaced_partners: who stands below a partner in the sponsor tree, but not in a placement tree, on a day and as known at a time, and below whom a place would be found.
// In:  $partner string, $tree string, $asOf date, $knownAt datetime
// Out: partner string, name string, joined date, host string (the nearest sponsor above who is placed; null: none)
// Example: $partner = 'P0000001', $tree = 'bin', $asOf = date('2026-03-31'), $knownAt = datetime()
MATCH (:Partner {id: $partner})
  (()<-[r:SPONSORED_BY WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt]-()){1,}
  (member:Partner)
WITH DISTINCT member
WHERE NOT EXISTS {
  MATCH (member)-[place:PLACED_UNDER]->()
  WHERE place.tree = $tree AND place.from <= $asOf AND place.to > $asOf AND place.recorded <= $knownAt AND place.superseded > $knownAt
}
OPTIONAL CALL (member) {
  MATCH path = (member)
    (()-[up:SPONSORED_BY WHERE up.from <= $asOf AND up.to > $asOf AND up.recorded <= $knownAt AND up.superseded > $knownAt]->()){1,}
    (sponsor:Partner)
  WHERE EXISTS {
    MATCH (sponsor)-[other:PLACED_UNDER]->()
    WHERE other.tree = $tree AND other.from <= $asOf AND other.to > $asOf AND other.recorded <= $knownAt AND other.superseded > $knownAt
  }
  RETURN sponsor.id AS host
  ORDER BY length(path)
  LIMIT 1
}
OPTIONAL MATCH (member)-[:WAS]->(then:PartnerVersion)
WHERE then.recorded <= $knownAt AND then.superseded > $knownAt
WITH member, coalesce(then, member) AS known, host
RETURN member.id AS partner, known.name AS name, known.joined AS joined, host
ORDER BY joined, partner
