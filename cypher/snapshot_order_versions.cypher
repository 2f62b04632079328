// snapshot_order_versions: what payments and corrections of orders have superseded since, as known at a time.
// In:  $first int, $end int (numbers of the chunk, half-open), $knownAt datetime
// Out: as snapshot_orders
MATCH (o:Order)-[:WAS]->(v:OrderVersion)
WHERE v.seq >= $first AND v.seq < $end AND v.recorded <= $knownAt AND v.superseded > $knownAt
RETURN collect(o.seq) AS seqs, collect(o.id) AS ids, collect(v.partner) AS partners, collect(v.kind) AS kinds, collect(v.placedOn) AS placed,
       collect(v.paidOn) AS paid, collect(v.points) AS points, collect(v.cv) AS cvs, collect(v.recorded) AS recorded
