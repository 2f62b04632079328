// lines_drop: takes lines of a run out of the graph, some at a time.
// In:  $run int, $limit int
// Out: dropped int
MATCH ()-[e:EARNED]->()
WHERE e.run = $run
WITH e LIMIT $limit
DELETE e
RETURN count(*) AS dropped
