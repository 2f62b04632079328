// earnings_by_bonus_and_level: what a partner, or everyone, earned in a posted period, by bonus and level, as known at a time. The lines of the period are in the graph after: upline project lines.
// In:  $partner string (empty: everyone), $period string (YYYY-MM), $knownAt datetime
// Out: kind string, bonus string, level int, lines int, partners int, amount float, currency string
// Example: $partner = 'P0000001', $period = '2026-03', $knownAt = datetime()
MATCH (run:Run {postedKey: $period})
WHERE run.postedAt <= $knownAt
CALL (run) {
  MATCH (p:Partner {id: $partner})<-[e:EARNED]-()
  WHERE e.run = run.no
  RETURN e, p
  UNION ALL
  MATCH ()-[e:EARNED]->(p:Partner)
  USING INDEX SEEK e:EARNED(run)
  WHERE e.run = run.no AND $partner = ''
  RETURN e, p
}
WITH run, e.kind AS kind, e.bonus AS bonus, e.level AS level, e.currency AS currency, count(e) AS lines, count(DISTINCT p) AS partners, sum(e.amount) AS amount
RETURN kind, bonus, level, lines, partners, amount / 10.0 ^ run.scale AS amount, currency
ORDER BY kind, bonus, level
