// journal_standings: the career ranks that a run found to have changed.
// In:  $run int
// Out: key int, rank string, properties map
// Times: everything is copied, whatever was believed when, and so not read
MATCH (p:Partner)-[h:HOLDS]->(rank:Rank)
USING INDEX SEEK h:HOLDS(run)
WHERE h.run = $run
RETURN p.seq AS key, rank.id AS rank, properties(h) AS properties
