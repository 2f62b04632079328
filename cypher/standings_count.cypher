// standings_count: how many career ranks a run has recorded.
// In:  $run int
// Out: careers int
// Times: relationships are named by their numbers, not read
MATCH (:Partner)-[h:HOLDS]->(:Rank)
USING INDEX SEEK h:HOLDS(run)
WHERE h.run = $run
RETURN count(h) AS careers
