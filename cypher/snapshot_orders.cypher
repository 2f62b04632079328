// snapshot_orders: orders of a chunk as last recorded by a time.
// In:  $first int, $end int (numbers of the chunk, half-open), $knownAt datetime
// Out: seqs list of int, ids list of string, partners list of int, kinds list of string, placed list of date, paid list of date, points list of int (ten-thousandths), cvs list of int (ten-thousandths), recorded list of datetime
MATCH (o:Order)
WHERE o.seq >= $first AND o.seq < $end AND o.recorded <= $knownAt AND o.superseded > $knownAt
RETURN collect(o.seq) AS seqs, collect(o.id) AS ids, collect(o.partner) AS partners, collect(o.kind) AS kinds, collect(o.placedOn) AS placed,
       collect(o.paidOn) AS paid, collect(o.points) AS points, collect(o.cv) AS cvs, collect(o.recorded) AS recorded
