// run_create: records that a run has begun.
// In:  $id string, $no int, $kind string, $period string, $first string, $lastDay date, $knownAt datetime, $facts int, $liveKey string, $actor string, $startedAt datetime
// Out: nothing
CREATE (:Run {id: $id, no: $no, kind: $kind, period: $period, state: 'draft', token: 0, first: $first, lastDay: $lastDay, knownAt: $knownAt,
              facts: $facts, liveKey: $liveKey, computedBy: $actor, startedAt: $startedAt})
