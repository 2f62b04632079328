// job_create: a job to be done. It is written in the transaction of what it follows from, and so is the outbox.
// In:  $id string, $kind string, $queue string, $subject string, $args string (JSON), $actor string, $reason string,
//      $now datetime, $dueAt datetime
// Out: nothing
CREATE (:Job {
  id: $id, kind: $kind, queue: $queue, subject: $subject, state: 'queued', args: $args, createdBy: $actor, reason: $reason,
  createdAt: $now, dueAt: $dueAt, changed: $now, attempt: 0, failures: 0, token: 0, step: '', done: 0, of: 0, cancelAsked: false
})
