// inactive_branches: direct recruits of a partner in whose whole branch nobody has bought anything in some days.
// In:  $partner string, $from date, $to date (of payment, half-open), $asOf date, $knownAt datetime
// Out: recruit string, name string, members int
// Example: $partner = 'P0000001', $from = date('2026-01-01'), $to = date('2026-04-01'), $asOf = date('2026-03-31'), $knownAt = datetime()
MATCH (:Partner {id: $partner})<-[r:SPONSORED_BY]-(recruit:Partner)
WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt AND recruit.joined <= $asOf
MATCH (recruit) (()<-[b:SPONSORED_BY WHERE b.from <= $asOf AND b.to > $asOf AND b.recorded <= $knownAt AND b.superseded > $knownAt]-()){0,} (member:Partner)
WHERE member.joined <= $asOf
WITH recruit, collect(DISTINCT member) AS members
WHERE NOT any(m IN members WHERE EXISTS {
  MATCH (o:Order)-[:CREDITED_TO]->(m)
  WHERE o.partner = m.seq AND o.paidOn >= $from AND o.paidOn < $to AND o.recorded <= $knownAt AND o.superseded > $knownAt
})
RETURN recruit.id AS recruit, recruit.name AS name, size(members) AS members
ORDER BY members DESC, recruit
