// run_computed: records what a run came to.
// In:  $id string, $values map, $at datetime
// Out: nothing
MATCH (r:Run {id: $id})
SET r += $values, r.state = 'computed', r.computedAt = $at
