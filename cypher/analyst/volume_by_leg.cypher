// volume_by_leg: what each direct recruit of a partner and everyone below bought in some days, as the tree stood on a day and as known at a time.
// In:  $partner string, $from date, $to date (of payment, half-open), $asOf date, $knownAt datetime
// Out: leg string, members int, orders int, points float, cv float
// Example: $partner = 'P0000001', $from = date('2026-03-01'), $to = date('2026-04-01'), $asOf = date('2026-03-31'), $knownAt = datetime()
MATCH (:Partner {id: $partner})<-[r:SPONSORED_BY]-(leg:Partner)
WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt AND leg.joined <= $asOf
MATCH (leg) (()<-[s:SPONSORED_BY WHERE s.from <= $asOf AND s.to > $asOf AND s.recorded <= $knownAt AND s.superseded > $knownAt]-()){0,} (member:Partner)
WHERE member.joined <= $asOf
OPTIONAL MATCH (o:Order)-[credited:CREDITED_TO]->(member)
WHERE o.paidOn >= $from AND o.paidOn < $to AND o.recorded <= $knownAt AND o.superseded > $knownAt
  AND credited.recorded <= $knownAt AND credited.superseded > $knownAt
RETURN leg.id AS leg, count(DISTINCT member) AS members, count(o) AS orders, coalesce(sum(o.points), 0) / 10000.0 AS points,
       coalesce(sum(o.cv), 0) / 10000.0 AS cv
ORDER BY points DESC, leg
