// cancellations_of_order: cancellations of an order.
// In:  $order string, $partner string (empty: all), $sort string (id or cancelled_on), $descending bool, $key string or date, $id string (of the last before), $from date, $through date, $reason string (empty: all), $limit int
// Out: id string, order string, partner string, placedOn date (of the order), cancelledOn date, share int (millionths), reason string, recorded datetime
MATCH (o:Order {id: $order})<-[:CANCELS]-(c:Cancellation)
WHERE ($partner = '' OR EXISTS { (credited:Partner {seq: o.partner}) WHERE credited.id = $partner })
  AND c.cancelledOn >= $from AND c.cancelledOn <= $through
  AND c.superseded = datetime('9999-12-31T00:00:00Z') AND ($reason = '' OR c.reason = $reason)
WITH c, o, CASE $sort WHEN 'cancelled_on' THEN c.cancelledOn ELSE '' END AS key
WHERE CASE WHEN $descending THEN key < $key OR (key = $key AND c.id < $id) ELSE key > $key OR (key = $key AND c.id > $id) END
WITH c, o, key
ORDER BY CASE WHEN NOT $descending THEN key END, CASE WHEN NOT $descending THEN c.id END, CASE WHEN $descending THEN key END DESC, CASE WHEN $descending THEN c.id END DESC
LIMIT $limit
MATCH (p:Partner {seq: o.partner})
RETURN c.id AS id, o.id AS order, p.id AS partner, o.placedOn AS placedOn, c.cancelledOn AS cancelledOn, c.share AS share, coalesce(c.reason, '') AS reason, c.recorded AS recorded
ORDER BY CASE WHEN NOT $descending THEN key END, CASE WHEN NOT $descending THEN id END, CASE WHEN $descending THEN key END DESC, CASE WHEN $descending THEN id END DESC
