// close_to_the_next_rank: who below a partner has a volume that lies within some per cent below a threshold. What a rank asks stands in the plan: give its volume.
// In:  $partner string, $threshold float (points), $within float (per cent), $from date, $to date (of payment, half-open), $asOf date, $knownAt datetime
// Out: partner string, name string, rank string, points float, missing float
// Example: $partner = 'P0000001', $threshold = 500.0, $within = 20.0, $from = date('2026-03-01'), $to = date('2026-04-01'), $asOf = date('2026-03-31'), $knownAt = datetime()
MATCH (:Partner {id: $partner}) (()<-[r:SPONSORED_BY WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt]-()){0,} (p:Partner)
WHERE p.joined <= $asOf
WITH DISTINCT p
MATCH (o:Order)-[credited:CREDITED_TO]->(p)
WHERE o.paidOn >= $from AND o.paidOn < $to AND o.recorded <= $knownAt AND o.superseded > $knownAt
  AND credited.recorded <= $knownAt AND credited.superseded > $knownAt
WITH p, sum(o.points) / 10000.0 AS points
WHERE points < $threshold AND points >= $threshold * (1 - $within / 100)
CALL (p) {
  OPTIONAL MATCH (p)-[h:HOLDS]->(rank:Rank)
  WHERE h.from <= $asOf AND h.to > $asOf AND h.recorded <= $knownAt AND h.superseded > $knownAt AND (h.run IS NULL OR EXISTS { MATCH (run:Run {no: h.run}) WHERE run.postedAt <= $knownAt })
  RETURN rank.id AS rank
  ORDER BY h.from DESC, h.recorded DESC
  LIMIT 1
}
RETURN p.id AS partner, p.name AS name, rank, points, $threshold - points AS missing
ORDER BY missing, partner
