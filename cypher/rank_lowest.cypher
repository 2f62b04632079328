// rank_lowest: the lowest rank.
// In:  nothing
// Out: rank string
MATCH (r:Rank)
WHERE r.id >= '' AND r.no = 0
RETURN r.id AS rank
