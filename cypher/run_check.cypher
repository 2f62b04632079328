// run_check: the token and state of a run.
// In:  $id string
// Out: token int, state string
MATCH (r:Run {id: $id})
RETURN r.token AS token, r.state AS state
