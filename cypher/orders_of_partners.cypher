// orders_of_partners: orders that are credited to one of some partners.
// In:  $partners list of string, $sort string (id, placed_on or paid_on), $descending bool, $key string or date, $id string (of the last before), $placedFrom date, $placedThrough date, $paidFrom date, $paidThrough date, $kind string (empty: all), $cancelled bool, $limit int
// Out: id string, partner string, kind string, placedOn date, paidOn date, points int, cv int (ten-thousandths), currency string, cancelled int (millionths), recorded datetime, times list of datetime
MATCH (credited:Partner)<-[r:CREDITED_TO]-(o:Order)
WHERE credited.id IN $partners AND r.superseded = datetime('9999-12-31T00:00:00Z')
  AND o.placedOn >= $placedFrom AND o.placedOn <= $placedThrough AND o.paidOn >= $paidFrom AND o.paidOn <= $paidThrough
  AND o.superseded = datetime('9999-12-31T00:00:00Z') AND ($kind = '' OR o.kind = $kind)
  AND (NOT $cancelled OR EXISTS { (c:Cancellation)-[:CANCELS]->(o) WHERE c.superseded = datetime('9999-12-31T00:00:00Z') })
WITH o, CASE $sort WHEN 'placed_on' THEN o.placedOn WHEN 'paid_on' THEN o.paidOn ELSE '' END AS key
WHERE CASE WHEN $descending THEN key < $key OR (key = $key AND o.id < $id) ELSE key > $key OR (key = $key AND o.id > $id) END
WITH o, key
ORDER BY CASE WHEN NOT $descending THEN key END, CASE WHEN NOT $descending THEN o.id END, CASE WHEN $descending THEN key END DESC, CASE WHEN $descending THEN o.id END DESC
LIMIT $limit
MATCH (p:Partner {seq: o.partner})
WITH o, p, key, reduce(total = 0, share IN COLLECT { MATCH (c:Cancellation)-[:CANCELS]->(o) WHERE c.superseded = datetime('9999-12-31T00:00:00Z') RETURN c.share } | total + share) AS cancelled
RETURN o.id AS id, p.id AS partner, o.kind AS kind, o.placedOn AS placedOn, o.paidOn AS paidOn, o.points AS points, o.cv AS cv, o.currency AS currency,
       cancelled, o.recorded AS recorded, [o.recorded, o.changed, o.touched] AS times
ORDER BY CASE WHEN NOT $descending THEN key END, CASE WHEN NOT $descending THEN id END, CASE WHEN $descending THEN key END DESC, CASE WHEN $descending THEN id END DESC
