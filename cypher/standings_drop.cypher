// standings_drop: takes out career ranks of a run that is not posted, some at a time.
// In:  $run int, $limit int
// Out: dropped int
MATCH (:Partner)-[h:HOLDS]->(:Rank)
WHERE h.run = $run
WITH h LIMIT $limit
DELETE h
RETURN count(*) AS dropped
