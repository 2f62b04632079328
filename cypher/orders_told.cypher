// orders_told: some orders as recorded now, with their cancellations, the first one first.
// In:  $ids list of string
// Out: id string, partner string, kind string, placedOn date, paidOn date, points int, cv int (ten-thousandths), currency string, recorded datetime, cancellations list of list (id string, cancelledOn date, share int (millionths), reason string)
UNWIND $ids AS id
MATCH (o:Order {id: id})
MATCH (p:Partner {seq: o.partner})
WITH o, p, COLLECT {
  MATCH (c:Cancellation)-[:CANCELS]->(o)
  WHERE c.superseded = datetime('9999-12-31T00:00:00Z')
  RETURN [c.id, c.cancelledOn, c.share, coalesce(c.reason, '')] ORDER BY c.cancelledOn, c.id
} AS cancellations
RETURN o.id AS id, p.id AS partner, o.kind AS kind, o.placedOn AS placedOn, o.paidOn AS paidOn, o.points AS points, o.cv AS cv, o.currency AS currency,
       o.recorded AS recorded, cancellations
