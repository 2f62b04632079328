// job_finish: says how a worker's attempt has ended, as long as the job is still its own: done, failed or cancelled for good,
// or queued again for a time. A repetition finds it ended.
// In:  $id string, $token int, $now datetime, $state string, $dueAt datetime, $failures int, $result string (JSON), $error string,
//      $errorKind string
// Out: state string
MATCH (j:Job {id: $id})
SET j.locked = timestamp()
WITH j
WHERE j.token = $token AND j.state IN ['running', $state]
SET j.state = $state, j.dueAt = $dueAt, j.failures = $failures, j.result = $result, j.error = $error, j.errorKind = $errorKind,
    j.finishedAt = CASE WHEN $state = 'queued' THEN null ELSE $now END, j.changed = $now,
    j.cancelAsked = false
RETURN j.state AS state
