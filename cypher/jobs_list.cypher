// jobs_list: jobs, the latest first, from a place in that order on; empty texts want all.
// In:  $kind string, $state string, $subject string, $before datetime, $beforeID string, $limit int
// Out: the columns of a job (graph/job_record.go)
MATCH (j:Job)
USING INDEX j:Job(createdAt)
WHERE j.createdAt <= $before AND (j.createdAt < $before OR j.id < $beforeID)
  AND ($kind = '' OR j.kind = $kind) AND ($state = '' OR j.state = $state) AND ($subject = '' OR j.subject = $subject)
RETURN j.id AS id, j.kind AS kind, j.queue AS queue, j.subject AS subject, j.state AS state, j.args AS args, j.result AS result,
       j.createdBy AS createdBy, j.reason AS reason, j.createdAt AS createdAt, j.dueAt AS dueAt, j.startedAt AS startedAt,
       j.progressAt AS progressAt, j.finishedAt AS finishedAt, j.changed AS changed, j.worker AS worker, j.attempt AS attempt,
       j.failures AS failures, j.token AS token, j.step AS step, j.done AS done, j.of AS of, j.error AS error,
       j.errorKind AS errorKind, j.cancelAsked AS cancelAsked
ORDER BY createdAt DESC, id DESC
LIMIT $limit
