// order_view: an order as recorded now.
// In:  $id string
// Out: id string, partner string, kind string, placedOn date, paidOn date, points int, cv int (ten-thousandths), currency string, cancelled int (millionths), recorded datetime, times list of datetime, withdrawn bool
MATCH (o:Order {id: $id})
MATCH (p:Partner {seq: o.partner})
WITH o, p, reduce(total = 0, share IN COLLECT { MATCH (c:Cancellation)-[:CANCELS]->(o) WHERE c.superseded = datetime('9999-12-31T00:00:00Z') RETURN c.share } | total + share) AS cancelled
RETURN o.id AS id, p.id AS partner, o.kind AS kind, o.placedOn AS placedOn, o.paidOn AS paidOn, o.points AS points, o.cv AS cv, o.currency AS currency,
       cancelled, o.recorded AS recorded, [o.recorded, o.changed, o.touched] AS times,
       o.superseded < datetime('9999-12-31T00:00:00Z') AS withdrawn
