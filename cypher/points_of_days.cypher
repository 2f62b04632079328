// points_of_days: points of orders that were paid on some days, by partner, as known at a time.
// In:  $from date, $to date, $knownAt datetime
// Out: partner int, points int (ten-thousandths)
CALL () {
  MATCH (o:Order)
  WHERE o.paidOn >= $from AND o.paidOn < $to AND o.recorded <= $knownAt AND o.superseded > $knownAt
  RETURN o.partner AS partner, o.points AS points
  UNION ALL
  // What has been recorded anew since then counts as it was known.
  MATCH (o:Order)-[:WAS]->(v:OrderVersion)
  USING INDEX SEEK o:Order(changed)
  WHERE o.changed > $knownAt AND v.paidOn >= $from AND v.paidOn < $to AND v.recorded <= $knownAt AND v.superseded > $knownAt
  RETURN v.partner AS partner, v.points AS points
}
RETURN partner, sum(points) AS points
