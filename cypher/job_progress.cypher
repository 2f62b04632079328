// job_progress: says how far a worker is, and that it lives, as long as the job is still its own.
// In:  $id string, $token int, $now datetime, $step string, $done int, $of int
// Out: cancelAsked bool
MATCH (j:Job {id: $id})
SET j.locked = timestamp()
WITH j
WHERE j.state = 'running' AND j.token = $token
SET j.changed = CASE WHEN j.step = $step AND j.done = $done AND j.of = $of THEN j.changed ELSE $now END,
    j.step = $step, j.done = $done, j.of = $of, j.progressAt = $now
RETURN j.cancelAsked AS cancelAsked
