// jobs_due: jobs that wait and are due, and those that run without having been heard of since a time: their workers have died.
// In:  $now datetime, $silent datetime, $limit int
// Out: id string, queue string, attempt int
CALL () {
  MATCH (j:Job)
  WHERE j.state = 'queued' AND j.dueAt <= $now
  RETURN j.id AS id, j.queue AS queue, j.attempt AS attempt, j.dueAt AS since
  ORDER BY since
  LIMIT $limit
UNION ALL
  MATCH (j:Job)
  WHERE j.state = 'running' AND j.progressAt < $silent
  RETURN j.id AS id, j.queue AS queue, j.attempt AS attempt, j.progressAt AS since
  ORDER BY since
  LIMIT $limit
}
RETURN id AS id, queue AS queue, attempt AS attempt
