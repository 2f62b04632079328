// cancellation_view: a cancellation as recorded now.
// In:  $id string
// Out: id string, order string, partner string, placedOn date (of the order), cancelledOn date, share int (millionths), reason string, recorded datetime, withdrawn bool
MATCH (c:Cancellation {id: $id})-[:CANCELS]->(o:Order)
MATCH (p:Partner {seq: o.partner})
RETURN c.id AS id, o.id AS order, p.id AS partner, o.placedOn AS placedOn, c.cancelledOn AS cancelledOn, c.share AS share, coalesce(c.reason, '') AS reason, c.recorded AS recorded,
       c.superseded < datetime('9999-12-31T00:00:00Z') AS withdrawn
