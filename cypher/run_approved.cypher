// run_approved: records that a run is right.
// In:  $id string, $actor string, $at datetime
// Out: nothing
MATCH (r:Run {id: $id})
SET r.state = 'approved', r.approvedBy = $actor, r.approvedAt = $at
