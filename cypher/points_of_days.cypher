// points_of_days: points of orders that were paid on some days, by partner, as known at a time.
// In:  $from date, $to date, $knownAt datetime
// Out: partner int, points int (ten-thousandths)
MATCH (o:Order)
WHERE o.paidOn >= $from AND o.paidOn < $to AND o.recorded <= $knownAt AND o.superseded > $knownAt
RETURN o.partner AS partner, sum(o.points) AS points
