// moved_between_two_days: who had one sponsor at the end of a day and another one, or none, at the end of a later day, as known at a time.
// In:  $from date, $to date, $knownAt datetime
// Out: partner string, name string, before string, after string (null: a root), on date (of the last move up to then)
// Scan: a sponsorship of anybody may have begun or ended in between
// Example: $from = date('2026-01-31'), $to = date('2026-02-28'), $knownAt = datetime()
MATCH (p:Partner)-[r:SPONSORED_BY]->(:Partner)
WHERE (r.from > $from AND r.from <= $to OR r.to > $from AND r.to <= $to) AND r.recorded <= $knownAt AND r.superseded > $knownAt
WITH p, max(CASE WHEN r.to <= $to THEN r.to ELSE r.from END) AS on
OPTIONAL MATCH (p)-[old:SPONSORED_BY]->(before:Partner)
WHERE old.from <= $from AND old.to > $from AND old.recorded <= $knownAt AND old.superseded > $knownAt
OPTIONAL MATCH (p)-[new:SPONSORED_BY]->(after:Partner)
WHERE new.from <= $to AND new.to > $to AND new.recorded <= $knownAt AND new.superseded > $knownAt
OPTIONAL MATCH (p)-[:WAS]->(then:PartnerVersion)
WHERE then.recorded <= $knownAt AND then.superseded > $knownAt
WITH p, coalesce(then, p) AS known, on, before.id AS before, after.id AS after
WHERE coalesce(before, '') <> coalesce(after, '') AND known.joined <= $from
RETURN p.id AS partner, known.name AS name, before, after, on
ORDER BY on, partner
