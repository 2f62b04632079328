// snapshot_cancellation_versions: what corrections of cancellations have superseded since, as known at a time.
// In:  $first int, $end int (numbers of the chunk, half-open), $knownAt datetime
// Out: as snapshot_cancellations
MATCH (c:Cancellation)-[:WAS]->(v:CancellationVersion)
WHERE v.seq >= $first AND v.seq < $end AND v.recorded <= $knownAt AND v.superseded > $knownAt
RETURN collect(c.seq) AS seqs, collect(c.id) AS ids, collect(v.order) AS orders, collect(v.cancelledOn) AS days, collect(v.share) AS shares,
       collect(v.recorded) AS recorded
