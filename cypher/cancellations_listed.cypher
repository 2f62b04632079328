// cancellations_listed: cancellations by id, the first first.
// In:  $id string (of the last before), $from date, $through date, $reason string (empty: all), $limit int
// Out: id string, order string, partner string, placedOn date (of the order), cancelledOn date, share int (millionths), reason string, recorded datetime
MATCH (c:Cancellation)
USING INDEX SEEK c:Cancellation(id)
WHERE c.id > $id AND c.cancelledOn >= $from AND c.cancelledOn <= $through
  AND c.superseded = datetime('9999-12-31T00:00:00Z') AND ($reason = '' OR c.reason = $reason)
WITH c
ORDER BY c.id
LIMIT $limit
MATCH (o:Order {seq: c.order})
MATCH (p:Partner {seq: o.partner})
RETURN c.id AS id, o.id AS order, p.id AS partner, o.placedOn AS placedOn, c.cancelledOn AS cancelledOn, c.share AS share, coalesce(c.reason, '') AS reason, c.recorded AS recorded
ORDER BY c.id
