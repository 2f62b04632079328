// orders_by_payment: orders by day of payment, open ones behind them, the first first.
// In:  $key date, $id string (of the last before), $placedFrom date, $placedThrough date, $paidThrough date, $kind string (empty: all), $cancelled bool, $limit int
// Out: id string, partner string, kind string, placedOn date, paidOn date, points int, cv int (ten-thousandths), currency string, cancelled int (millionths), recorded datetime, times list of datetime
MATCH (o:Order)
USING INDEX SEEK o:Order(paidOn, id)
WHERE o.paidOn >= $key AND o.id > '' AND (o.paidOn > $key OR o.id > $id)
  AND o.paidOn <= $paidThrough AND o.placedOn >= $placedFrom AND o.placedOn <= $placedThrough
  AND o.superseded = datetime('9999-12-31T00:00:00Z') AND ($kind = '' OR o.kind = $kind)
  AND (NOT $cancelled OR EXISTS { (c:Cancellation)-[:CANCELS]->(o) WHERE c.superseded = datetime('9999-12-31T00:00:00Z') })
WITH o
ORDER BY o.paidOn, o.id
LIMIT $limit
MATCH (p:Partner {seq: o.partner})
WITH o, p, reduce(total = 0, share IN COLLECT { MATCH (c:Cancellation)-[:CANCELS]->(o) WHERE c.superseded = datetime('9999-12-31T00:00:00Z') RETURN c.share } | total + share) AS cancelled
RETURN o.id AS id, p.id AS partner, o.kind AS kind, o.placedOn AS placedOn, o.paidOn AS paidOn, o.points AS points, o.cv AS cv, o.currency AS currency,
       cancelled, o.recorded AS recorded, [o.recorded, o.changed, o.touched] AS times
ORDER BY o.paidOn, o.id
