// run_posted: posts a run: from here on it holds.
// In:  $id string, $postedKey string, $actor string, $at datetime, $absorbed list of string, $careers int
// Out: nothing
MATCH (r:Run {id: $id})
SET r.state = 'posted', r.postedKey = $postedKey, r.postedBy = $actor, r.postedAt = $at, r.careers = $careers
WITH r
UNWIND $absorbed AS id
MATCH (reversal:Run {id: id})
SET reversal.absorbedBy = r.id
