// members_moved: who had one sponsor at the end of a day and another one, or none, at the end of a later day, as known at a time.
// In:  $from date, $to date, $knownAt datetime
// Out: partner string, name string, on date (of the last move up to then), before string, after string (empty: a root)
MATCH (p:Partner)-[r:SPONSORED_BY]->(:Partner)
WHERE (r.from > $from AND r.from <= $to OR r.to > $from AND r.to <= $to) AND r.recorded <= $knownAt AND r.superseded > $knownAt
  AND p.joined <= $from
WITH p, max(CASE WHEN r.to <= $to THEN r.to ELSE r.from END) AS on
OPTIONAL MATCH (p)-[old:SPONSORED_BY]->(before:Partner)
WHERE old.from <= $from AND old.to > $from AND old.recorded <= $knownAt AND old.superseded > $knownAt
OPTIONAL MATCH (p)-[new:SPONSORED_BY]->(after:Partner)
WHERE new.from <= $to AND new.to > $to AND new.recorded <= $knownAt AND new.superseded > $knownAt
WITH p, on, coalesce(before.id, '') AS before, coalesce(after.id, '') AS after
WHERE before <> after
RETURN p.id AS partner, p.name AS name, on, before, after
ORDER BY partner
