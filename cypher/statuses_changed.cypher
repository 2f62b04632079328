// statuses_changed: whose status changed between two days, as known at a time; whoever has none is active.
// In:  $from date, $to date, $knownAt datetime
// Out: partner string, name string, on date, before string, after string
MATCH (p:Partner)-[r:HAS_STATUS]->(status:Status)
WHERE status.id >= '' AND ((r.from > $from AND r.from <= $to) OR (r.to > $from AND r.to <= $to)) AND r.recorded <= $knownAt AND r.superseded > $knownAt
WITH DISTINCT p
OPTIONAL MATCH (p)-[old:HAS_STATUS]->(before:Status)
WHERE old.from <= $from AND old.to > $from AND old.recorded <= $knownAt AND old.superseded > $knownAt
OPTIONAL MATCH (p)-[new:HAS_STATUS]->(after:Status)
WHERE new.from <= $to AND new.to > $to AND new.recorded <= $knownAt AND new.superseded > $knownAt
WITH p, new, coalesce(before.id, 'active') AS before, coalesce(after.id, 'active') AS after
WHERE before <> after
RETURN p.id AS partner, p.name AS name, coalesce(new.from, $to) AS on, before, after
ORDER BY partner
