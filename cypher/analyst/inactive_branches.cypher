// inactive_branches: branches some levels below a partner in which nobody has placed an order since a day that was paid by another one, as the tree stood then and as known at a time.
// In:  $partner string, $level int (where the branches begin; 1: direct recruits), $since date, $asOf date, $knownAt datetime
// Out: partner string (the top), name string, members int (the top included), ordered date (the last order; null: none)
// Example: $partner = 'P0000001', $level = 1, $since = date('2026-01-01'), $asOf = date('2026-03-31'), $knownAt = datetime()
MATCH path = (:Partner {id: $partner})
  (()<-[r:SPONSORED_BY WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt]-()){1,}
  (top:Partner)
WHERE length(path) = $level
CALL (top) {
  MATCH (top)
    (()<-[down:SPONSORED_BY WHERE down.from <= $asOf AND down.to > $asOf AND down.recorded <= $knownAt AND down.superseded > $knownAt]-()){0,}
    (member:Partner)
  RETURN DISTINCT member
}
CALL (member) {
  MATCH (o:Order)-[credited:CREDITED_TO]->(member)
  WHERE credited.recorded <= $knownAt AND credited.superseded > $knownAt
  OPTIONAL MATCH (o)-[:WAS]->(then:OrderVersion)
  WHERE then.recorded <= $knownAt AND then.superseded > $knownAt
  WITH coalesce(then, o) AS known
  WHERE known.paidOn <= $asOf
  RETURN max(known.placedOn) AS ordered
}
WITH top, count(member) AS members, max(ordered) AS ordered
WHERE ordered IS NULL OR ordered < $since
RETURN top.id AS partner, top.name AS name, members, ordered
ORDER BY members DESC, partner
