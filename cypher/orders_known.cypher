// orders_known: what is known of orders that are to be recorded: to whom they are to be credited, and whether they are there.
// In:  $rows list of [id string, partner string]
// Out: row int, partner int, joined date, order int (null: not there), credited string, kind string, placedOn date, paidOn date, points int, cv int, withdrawn bool
UNWIND range(0, size($rows) - 1) AS row
OPTIONAL MATCH (p:Partner {id: $rows[row][1]})
OPTIONAL MATCH (o:Order {id: $rows[row][0]})
OPTIONAL MATCH (c:Partner {seq: o.partner})
RETURN row AS row, p.seq AS partner, p.joined AS joined, o.seq AS order, c.id AS credited, o.kind AS kind, o.placedOn AS placedOn,
       o.paidOn AS paidOn, o.points AS points, o.cv AS cv, o.superseded < datetime('9999-12-31T00:00:00Z') AS withdrawn
