// careers_changed: whose career rank posted runs found to have changed between two days, as known at a time.
// In:  $from date, $to date, $knownAt datetime
// Out: partner string, name string, on date, before string, after string
MATCH (run:Run)
WHERE run.postedKey >= '' AND run.postedAt <= $knownAt AND run.lastDay > $from AND run.lastDay <= $to
MATCH (p:Partner)-[h:HOLDS]->(rank:Rank)
WHERE h.run = run.no AND h.from <= $to AND h.to > $to AND h.recorded <= $knownAt AND h.superseded > $knownAt
RETURN p.id AS partner, p.name AS name, run.lastDay AS on, h.former AS before, rank.id AS after
ORDER BY partner, on
