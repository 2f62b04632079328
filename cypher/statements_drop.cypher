// statements_drop: takes out statements of a run that is not posted, some at a time.
// In:  $run int, $limit int
// Out: dropped int
MATCH (s:Statement)
WHERE s.run = $run AND s.partner >= 0
WITH s LIMIT $limit
DETACH DELETE s
RETURN count(*) AS dropped
