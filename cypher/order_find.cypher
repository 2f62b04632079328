// order_find: an order as recorded now, with what its cancellations take.
// In:  $id string
// Out: seq int, partner string, kind string, placedOn date, paidOn date, points int, cv int, withdrawn bool, currency string, cancelled int (millionths)
MATCH (o:Order {id: $id})
MATCH (p:Partner {seq: o.partner})
OPTIONAL MATCH (c:Cancellation)-[:CANCELS]->(o)
WHERE c.superseded = datetime('9999-12-31T00:00:00Z')
RETURN o.seq AS seq, p.id AS partner, o.kind AS kind, o.placedOn AS placedOn, o.paidOn AS paidOn, o.points AS points, o.cv AS cv,
       o.superseded < datetime('9999-12-31T00:00:00Z') AS withdrawn, o.currency AS currency, coalesce(sum(c.share), 0) AS cancelled
