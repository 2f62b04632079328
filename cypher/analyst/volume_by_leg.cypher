// volume_by_leg: the volume of each leg of a partner, and the partner's own, in some days, as the legs stood on a day and as known at a time: what was paid, less what was cancelled of it.
// In:  $partner string, $from date, $to date (of payment or cancellation, half-open), $asOf date (of the legs), $knownAt datetime
// Out: leg string (its recruit, or the partner), name string, members int, buyers int, orders int, points float (paid), cancelled float, volume float, percent float (of all volume)
// Example: $partner = 'P0000001', $from = date('2026-03-01'), $to = date('2026-04-01'), $asOf = date('2026-03-31'), $knownAt = datetime()
MATCH (top:Partner {id: $partner})
CALL (top) {
  RETURN top AS leg, top AS member
  UNION ALL
  MATCH (top)<-[first:SPONSORED_BY]-(leg:Partner)
  WHERE first.from <= $asOf AND first.to > $asOf AND first.recorded <= $knownAt AND first.superseded > $knownAt
  MATCH (leg)
    (()<-[r:SPONSORED_BY WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt]-()){0,}
    (member:Partner)
  RETURN DISTINCT leg, member
}
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
  WITH known.paidOn >= $from AS paid, known.points AS points, known.points * share AS cancelled
  RETURN sum(CASE WHEN paid THEN 1 ELSE 0 END) AS orders, sum(CASE WHEN paid THEN points ELSE 0 END) AS points, sum(cancelled) AS cancelled
}
WITH leg, count(member) AS members, sum(CASE WHEN orders > 0 THEN 1 ELSE 0 END) AS buyers, sum(orders) AS orders,
     sum(points) / 10000.0 AS points, round(sum(cancelled) / 10000000000.0, 4) AS cancelled
WITH collect({leg: leg, members: members, buyers: buyers, orders: orders, points: points, cancelled: cancelled}) AS legs,
     sum(points - cancelled) AS total
UNWIND legs AS l
RETURN l.leg.id AS leg, l.leg.name AS name, l.members AS members, l.buyers AS buyers, l.orders AS orders, l.points AS points,
       l.cancelled AS cancelled, round(l.points - l.cancelled, 4) AS volume,
       CASE WHEN total > 0 THEN round(100 * (l.points - l.cancelled) / total, 1) END AS percent
ORDER BY volume DESC, leg
