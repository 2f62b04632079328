// job_claim: gives a job to a worker, if it waits and is due, or its worker has not been heard of since a time. The new token
// shuts out whoever had it before.
// In:  $id string, $worker string, $now datetime, $silent datetime
// Out: the columns of a job (graph/job_record.go)
MATCH (j:Job {id: $id})
SET j.locked = timestamp()
WITH j
WHERE (j.state = 'queued' AND j.dueAt <= $now) OR (j.state = 'running' AND j.progressAt < $silent)
SET j.state = 'running', j.worker = $worker, j.attempt = j.attempt + 1, j.token = j.token + 1, j.startedAt = $now,
    j.progressAt = $now, j.changed = $now, j.step = '', j.done = 0, j.of = 0, j.error = null, j.errorKind = null
RETURN j.id AS id, j.kind AS kind, j.queue AS queue, j.subject AS subject, j.state AS state, j.args AS args, j.result AS result,
       j.createdBy AS createdBy, j.reason AS reason, j.createdAt AS createdAt, j.dueAt AS dueAt, j.startedAt AS startedAt,
       j.progressAt AS progressAt, j.finishedAt AS finishedAt, j.changed AS changed, j.worker AS worker, j.attempt AS attempt,
       j.failures AS failures, j.token AS token, j.step AS step, j.done AS done, j.of AS of, j.error AS error,
       j.errorKind AS errorKind, j.cancelAsked AS cancelAsked
