// job_retry: queues a job again that has failed or was cancelled.
// In:  $id string, $now datetime
// Out: the columns of a job (graph/job_record.go)
MATCH (j:Job {id: $id})
SET j.locked = timestamp()
WITH j
WHERE j.state IN ['failed', 'cancelled']
SET j.state = 'queued', j.dueAt = $now, j.changed = $now, j.failures = 0, j.finishedAt = null, j.cancelAsked = false, j.error = null,
    j.errorKind = null
RETURN j.id AS id, j.kind AS kind, j.queue AS queue, j.subject AS subject, j.state AS state, j.args AS args, j.result AS result,
       j.createdBy AS createdBy, j.reason AS reason, j.createdAt AS createdAt, j.dueAt AS dueAt, j.startedAt AS startedAt,
       j.progressAt AS progressAt, j.finishedAt AS finishedAt, j.changed AS changed, j.worker AS worker, j.attempt AS attempt,
       j.failures AS failures, j.token AS token, j.step AS step, j.done AS done, j.of AS of, j.error AS error,
       j.errorKind AS errorKind, j.cancelAsked AS cancelAsked
