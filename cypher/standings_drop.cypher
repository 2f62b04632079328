// standings_drop: takes out career ranks of a run that is not posted, some at a time.
// In:  $run int, $limit int
// Out: dropped int
// Times: relationships are named by their numbers, not read
MATCH (:Partner)-[h:HOLDS]->(:Rank)
USING INDEX SEEK h:HOLDS(run)
WHERE h.run = $run
WITH h LIMIT $limit
DELETE h
RETURN count(*) AS dropped
