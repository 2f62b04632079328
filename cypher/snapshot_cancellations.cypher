// snapshot_cancellations: cancellations of a chunk as last recorded by a time.
// In:  $first int, $end int (numbers of the chunk, half-open), $knownAt datetime
// Out: seqs list of int, ids list of string, orders list of int (numbers), days list of date, shares list of int (millionths), recorded list of datetime
MATCH (c:Cancellation)
WHERE c.seq >= $first AND c.seq < $end AND c.recorded <= $knownAt AND c.superseded > $knownAt
RETURN collect(c.seq) AS seqs, collect(c.id) AS ids, collect(c.order) AS orders, collect(c.cancelledOn) AS days, collect(c.share) AS shares,
       collect(c.recorded) AS recorded
