// members_moved: who had one sponsor on a day and another one on a later day, as known at a time.
// In:  $from date, $to date, $knownAt datetime
// Out: partner string, name string, on date, before string, after string
MATCH (p:Partner)-[new:SPONSORED_BY]->(after:Partner)
WHERE new.from > $from AND new.from <= $to AND new.to > $to AND new.recorded <= $knownAt AND new.superseded > $knownAt AND p.joined <= $from
OPTIONAL MATCH (p)-[old:SPONSORED_BY]->(before:Partner)
WHERE old.from <= $from AND old.to > $from AND old.recorded <= $knownAt AND old.superseded > $knownAt
WITH p, new, before, after
WHERE before IS NULL OR before <> after
RETURN p.id AS partner, p.name AS name, new.from AS on, coalesce(before.id, '') AS before, after.id AS after
ORDER BY partner
