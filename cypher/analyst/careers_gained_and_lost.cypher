// careers_gained_and_lost: whose career rank posted runs found to have changed, in periods that end between two days, as known at a time.
// In:  $from date, $to date, $knownAt datetime
// Out: partner string, name string, period string, before string, after string, gained bool
// Example: $from = date('2026-01-01'), $to = date('2026-03-31'), $knownAt = datetime()
MATCH (run:Run)
WHERE run.postedKey >= '' AND run.postedAt <= $knownAt AND run.lastDay > $from AND run.lastDay <= $to
MATCH (p:Partner)-[h:HOLDS]->(rank:Rank)
WHERE h.run = run.no AND h.from <= $to AND h.to > $to AND h.recorded <= $knownAt AND h.superseded > $knownAt
MATCH (former:Rank {id: h.former})
RETURN p.id AS partner, p.name AS name, run.period AS period, h.former AS before, rank.id AS after, rank.no > former.no AS gained
ORDER BY period, partner
