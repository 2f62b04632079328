// earnings_by_bonus_and_level: what a partner earned in a period, by bonus and level. The lines of the period are in the graph after: upline project lines.
// In:  $partner string, $period string (YYYY-MM), $knownAt datetime
// Out: kind string, bonus string, level int, lines int, amount float
// Example: $partner = 'P0000001', $period = '2026-03', $knownAt = datetime()
MATCH (run:Run {postedKey: $period})
WHERE run.postedAt <= $knownAt
MATCH (:Partner {id: $partner})<-[e:EARNED]-()
WHERE e.run = run.no
WITH run.scale AS scale, e.kind AS kind, e.bonus AS bonus, e.level AS level, count(e) AS lines, sum(e.amount) AS amount
RETURN kind, bonus, level, lines, amount / 10.0 ^ scale AS amount
ORDER BY kind, bonus, level
