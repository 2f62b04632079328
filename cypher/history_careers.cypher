// history_careers: the career ranks of a partner through time, as known at a time: recorded, overridden, and found by runs that were
// posted by then; also what was believed once, if asked for.
// In:  $partner string, $knownAt datetime, $superseded bool
// Out: value string, from date, to date, recorded datetime, superseded datetime, run string, override bool, reason string
// Times: all days are asked for
MATCH (p:Partner {id: $partner})-[h:HOLDS]->(rank:Rank)
WHERE h.recorded <= $knownAt AND ($superseded OR h.superseded > $knownAt)
OPTIONAL MATCH (run:Run {no: h.run})
WITH h, rank, run
WHERE h.run IS NULL OR run.postedAt <= $knownAt
RETURN rank.id AS value, h.from AS from, h.to AS to, h.recorded AS recorded, h.superseded AS superseded, run.id AS run,
       coalesce(h.override, false) AS override, h.reason AS reason
ORDER BY from, recorded, h.seq
