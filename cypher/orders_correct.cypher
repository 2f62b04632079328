// orders_correct: keeps what orders were recorded as, and records what is right: a payment, or a correction. superseded is now for an order that is withdrawn.
// In:  $rows list of [seq int, partner int, kind string, placedOn date, paidOn date, points int, cv int, superseded datetime, version int], $recorded datetime, $open datetime
// Out: corrected int
UNWIND $rows AS row
MATCH (o:Order {seq: row[0]})
MATCH (p:Partner {seq: row[1]})
CREATE (o)-[:WAS]->(:OrderVersion {seq: row[8], partner: o.partner, kind: o.kind, placedOn: o.placedOn, paidOn: o.paidOn, points: o.points,
                                   cv: o.cv, currency: o.currency, recorded: o.recorded, superseded: $recorded})
WITH o, p, row, o.partner <> row[1] OR row[7] <> $open AS moved
SET o.partner = row[1], o.kind = row[2], o.placedOn = row[3], o.paidOn = row[4], o.points = row[5], o.cv = row[6], o.superseded = row[7],
    o.recorded = $recorded, o.changed = $recorded
WITH o, p, row, moved
CALL (o, p, row, moved) {
  WITH o, p, row, moved WHERE moved
  MATCH (o)-[r:CREDITED_TO]->(:Partner)
  WHERE r.superseded = $open
  SET r.superseded = $recorded
  WITH DISTINCT o, p, row
  WHERE row[7] = $open
  CREATE (o)-[:CREDITED_TO {recorded: $recorded, superseded: $open}]->(p)
}
RETURN count(*) AS corrected
