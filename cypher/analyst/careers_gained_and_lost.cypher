// careers_gained_and_lost: whose career rank is another one at the end of a day than at the end of an earlier one, as known at a time: found by posted runs, recorded or overridden.
// In:  $from date, $to date, $knownAt datetime
// Out: partner string, name string, before string, after string (ranks), steps int (above 0: gained; below: lost)
// Example: $from = date('2025-12-31'), $to = date('2026-03-31'), $knownAt = datetime()
MATCH (lowest:Rank)
WHERE lowest.id >= '' AND lowest.no = 0
CALL () {
  // Whose rank may have changed: what a run finds holds from the first day of its period on, and what people record from any.
  MATCH (run:Run)
  WHERE run.postedKey >= '' AND run.postedAt <= $knownAt AND run.lastDay > $from
  MATCH (p:Partner)-[found:HOLDS]->(:Rank)
  USING INDEX SEEK found:HOLDS(run)
  WHERE found.run = run.no AND found.from > $from AND found.from <= $to AND found.to > $from
    AND found.recorded <= $knownAt AND found.superseded > $knownAt
  RETURN p
  UNION
  MATCH (p:Partner)-[told:HOLDS]->(:Rank)
  USING INDEX SEEK told:HOLDS(override)
  WHERE told.override IN [true, false] AND (told.from > $from AND told.from <= $to OR told.to > $from AND told.to <= $to)
    AND told.recorded <= $knownAt AND told.superseded > $knownAt
  RETURN p
}
OPTIONAL CALL (p) {
  MATCH (p)-[old:HOLDS]->(rank:Rank)
  WHERE old.from <= $from AND old.to > $from AND old.recorded <= $knownAt AND old.superseded > $knownAt
    AND (old.run IS NULL OR EXISTS { MATCH (run:Run {no: old.run}) WHERE run.postedAt <= $knownAt })
  RETURN rank AS before
  ORDER BY old.from DESC, old.recorded DESC
  LIMIT 1
}
OPTIONAL CALL (p) {
  MATCH (p)-[new:HOLDS]->(rank:Rank)
  WHERE new.from <= $to AND new.to > $to AND new.recorded <= $knownAt AND new.superseded > $knownAt
    AND (new.run IS NULL OR EXISTS { MATCH (run:Run {no: new.run}) WHERE run.postedAt <= $knownAt })
  RETURN rank AS after
  ORDER BY new.from DESC, new.recorded DESC
  LIMIT 1
}
WITH p, coalesce(before, lowest) AS before, coalesce(after, lowest) AS after
WHERE before <> after
RETURN p.id AS partner, p.name AS name, before.id AS before, after.id AS after, after.no - before.no AS steps
ORDER BY partner
