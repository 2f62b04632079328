// jobs_drop: forgets jobs that have ended before a time. Those that failed stay until somebody has seen to them.
// In:  $before datetime, $limit int
// Out: dropped int
MATCH (j:Job)
WHERE j.finishedAt < $before AND j.state IN ['done', 'cancelled']
WITH j LIMIT $limit
DELETE j
RETURN count(*) AS dropped
