// run_posted_reversal: posts a reversal run: its lines count in the open period until the settlement takes them up.
// In:  $id string, $actor string, $at datetime
// Out: nothing
MATCH (r:Run {id: $id})
SET r.state = 'posted', r.postedBy = $actor, r.postedAt = $at
REMOVE r.liveKey
