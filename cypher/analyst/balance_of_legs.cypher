// balance_of_legs: whose volume hangs on a single leg: everyone from a partner downwards whose largest leg has more than a share of the group's volume in some days, on a day and as known at a time.
// In:  $partner string, $percent float, $from date, $to date (of payment or cancellation, half-open), $asOf date, $knownAt datetime
// Out: partner string, name string, legs int (with volume), volume float (of the whole group, own included), leg string (the largest), legVolume float, percent float
// Example: $partner = 'P0000001', $percent = 60.0, $from = date('2026-03-01'), $to = date('2026-04-01'), $asOf = date('2026-03-31'), $knownAt = datetime()
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
// Each seller's volume counts for everyone on the way, from the partner down, in the leg that the way goes on through.
WITH nodes(path) AS way, points, cancelled
UNWIND range(0, size(way) - 1) AS i
WITH way[i] AS above, way[i + 1] AS leg, sum(points) AS points, sum(cancelled) AS cancelled
WITH above, leg, points, cancelled, round(points / 10000.0 - cancelled / 10000000000.0, 4) AS volume
ORDER BY volume DESC, leg.id
WITH above, round(sum(points) / 10000.0 - sum(cancelled) / 10000000000.0, 4) AS total,
     [l IN collect({leg: leg, volume: volume}) WHERE l.leg IS NOT NULL] AS legs
WHERE total > 0 AND size(legs) > 0 AND 100 * legs[0].volume / total > $percent
RETURN above.id AS partner, above.name AS name, size(legs) AS legs, total AS volume, legs[0].leg.id AS leg,
       legs[0].volume AS legVolume, round(100 * legs[0].volume / total, 1) AS percent
ORDER BY volume DESC, partner
