// close_to_the_next_rank: who, from a partner downwards, has a volume of some days that lies within some per cent below a threshold, of the own orders and of the group, on a day and as known at a time. What a rank asks stands in the plan: give its volume.
// In:  $partner string, $volume string (group, or own), $threshold float (points), $within float (per cent), $from date, $to date (of payment or cancellation, half-open), $asOf date, $knownAt datetime
// Out: partner string, name string, rank string (the career rank), own float, group float, missing float
// Example: $partner = 'P0000001', $volume = 'group', $threshold = 500.0, $within = 20.0, $from = date('2026-03-01'), $to = date('2026-04-01'), $asOf = date('2026-03-31'), $knownAt = datetime()
MATCH path = (:Partner {id: $partner})
  (()<-[r:SPONSORED_BY WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt]-()){0,}
  (member:Partner)
CALL (member) {
  MATCH (o:Order)-[credited:CREDITED_TO]->(member)
  WHERE credited.recorded <= $knownAt AND credited.superseded > $knownAt
  OPTIONAL MATCH (o)-[:WAS]->(then:OrderVersion)
  WHERE then.recorded <= $knownAt AND then.superseded > $knownAt
  WITH o, coalesce(then, o) AS known
  WHERE known.paidOn < $to
  CALL (o, known) {
    MATCH (c:Cancellation)-[:CANCELS]->(o)
    OPTIONAL MATCH (c)-[:WAS]->(then:CancellationVersion)
    WHERE then.recorded <= $knownAt AND then.superseded > $knownAt
    WITH known, coalesce(then, c) AS c
    WITH c, CASE WHEN c.cancelledOn > known.paidOn THEN c.cancelledOn ELSE known.paidOn END AS day
    WHERE c.recorded <= $knownAt AND c.superseded > $knownAt AND day >= $from AND day < $to
    RETURN sum(c.share) AS share
  }
  RETURN sum(CASE WHEN known.paidOn >= $from THEN known.points ELSE 0 END) AS points, sum(known.points * share) AS cancelled
}
WITH path, points, cancelled
WHERE points <> 0 OR cancelled <> 0
// Each seller's volume counts for everyone on the way, from the partner down.
WITH nodes(path) AS way, points, cancelled
UNWIND range(0, size(way) - 1) AS i
WITH way[i] AS above, i = size(way) - 1 AS self, points, cancelled
WITH above, round(sum(points) / 10000.0 - sum(cancelled) / 10000000000.0, 4) AS group,
     round(sum(CASE WHEN self THEN points ELSE 0 END) / 10000.0 - sum(CASE WHEN self THEN cancelled ELSE 0 END) / 10000000000.0, 4) AS own
WITH above, own, group, $threshold - CASE $volume WHEN 'own' THEN own ELSE group END AS missing
WHERE missing > 0 AND missing <= $threshold * $within / 100
OPTIONAL CALL (above) {
  MATCH (above)-[h:HOLDS]->(rank:Rank)
  WHERE h.from <= $asOf AND h.to > $asOf AND h.recorded <= $knownAt AND h.superseded > $knownAt
    AND (h.run IS NULL OR EXISTS { MATCH (run:Run {no: h.run}) WHERE run.postedAt <= $knownAt })
  RETURN rank.id AS rank
  ORDER BY h.from DESC, h.recorded DESC
  LIMIT 1
}
MATCH (lowest:Rank)
WHERE lowest.id >= '' AND lowest.no = 0
RETURN above.id AS partner, above.name AS name, coalesce(rank, lowest.id) AS rank, own, group, missing
ORDER BY missing, partner
