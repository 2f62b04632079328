// documents_propose: marks documents whose time is over, and that nobody holds, to be decided about.
// In:  $today date, $limit int, $recorded datetime
// Out: proposed int
MATCH (d:Document)
USING INDEX SEEK d:Document(keep)
WHERE d.keep < $today AND NOT d.hold AND d.proposed IS NULL AND d.state <> 'deleted'
WITH d LIMIT $limit
SET d.proposed = $recorded, d.changed = $recorded
RETURN count(*) AS proposed
