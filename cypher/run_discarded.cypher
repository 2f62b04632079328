// run_discarded: discards a run.
// In:  $id string, $actor string, $reason string, $at datetime
// Out: nothing
MATCH (r:Run {id: $id})
SET r.state = 'discarded', r.discardedBy = $actor, r.discardedAt = $at, r.reason = $reason
REMOVE r.liveKey
