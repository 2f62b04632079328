// run_token: gives a run a new token: who has an older one writes nothing more.
// In:  $id string
// Out: token int
MATCH (r:Run {id: $id})
SET r.token = r.token + 1
RETURN r.token AS token
