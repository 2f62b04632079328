// orders_since: what the points of partners changed by, in orders paid on some days, since a time: what is recorded now less what was.
// In:  $since datetime, $knownAt datetime, $from date, $to date
// Out: partner int, points int (ten-thousandths)
MATCH (o:Order)
USING INDEX SEEK o:Order(changed)
WHERE o.changed > $since AND o.changed <= $knownAt
OPTIONAL MATCH (o)-[:WAS]->(v:OrderVersion)
WHERE v.recorded <= $since AND v.superseded > $since
WITH o, v
UNWIND [
  CASE WHEN o.superseded > $knownAt AND o.paidOn >= $from AND o.paidOn < $to THEN [o.partner, o.points] END,
  CASE WHEN v.paidOn >= $from AND v.paidOn < $to THEN [v.partner, -v.points] END] AS moved
WITH moved
WHERE moved IS NOT NULL
RETURN moved[0] AS partner, sum(moved[1]) AS points
