// runs_touched: runs that are not discarded and settled any day from a day on: what a back-dated change would have changed.
// In:  $from date, $knownAt datetime
// Out: id string, period string, state string, lastDay date
MATCH (r:Run)
WHERE r.liveKey >= '' AND r.kind = 'settlement' AND r.lastDay >= $from AND r.knownAt <= $knownAt
RETURN r.id AS id, r.period AS period, r.state AS state, r.lastDay AS lastDay
ORDER BY period
