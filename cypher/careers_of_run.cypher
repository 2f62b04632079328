// careers_of_run: the career ranks that a run found some partners to have now, and which they had before, as numbers too: a higher rank
// has a higher one.
// In:  $run int, $partners list of string, $knownAt datetime
// Out: partner string, rank string, no int, former int
// Times: all days are asked for
UNWIND $partners AS partner
MATCH (p:Partner {id: partner})-[h:HOLDS]->(rank:Rank)
USING INDEX p:Partner(id)
WHERE h.run = $run AND h.recorded <= $knownAt AND h.superseded > $knownAt
OPTIONAL MATCH (was:Rank {id: h.former})
RETURN partner, rank.id AS rank, rank.no AS no, coalesce(was.no, 0) AS former
