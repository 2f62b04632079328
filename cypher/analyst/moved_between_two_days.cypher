// moved_between_two_days: who had one sponsor at the end of a day and another one at the end of a later day, as known at a time.
// In:  $from date, $to date, $knownAt datetime
// Out: partner string, name string, before string, after string, on date
// Scan: every sponsorship may have begun in between
// Example: $from = date('2026-01-31'), $to = date('2026-02-28'), $knownAt = datetime()
MATCH (p:Partner)-[new:SPONSORED_BY]->(after:Partner)
WHERE new.from > $from AND new.from <= $to AND new.to > $to AND new.recorded <= $knownAt AND new.superseded > $knownAt AND p.joined <= $from
OPTIONAL MATCH (p)-[old:SPONSORED_BY]->(before:Partner)
WHERE old.from <= $from AND old.to > $from AND old.recorded <= $knownAt AND old.superseded > $knownAt
WITH p, before, after, new
WHERE before IS NULL OR before <> after
RETURN p.id AS partner, p.name AS name, before.id AS before, after.id AS after, new.from AS on
ORDER BY on, partner
