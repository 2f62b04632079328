// documents_extend: keeps documents for longer; never for less.
// In:  $rows list of [id string, keep date, lock string, lockedUntil datetime or null], $recorded datetime
// Out: extended int
UNWIND $rows AS row
MATCH (d:Document {id: row[0]})
WHERE d.state <> 'deleted' AND (d.keep IS NULL OR d.keep < row[1])
SET d.keep = row[1], d.lock = row[2], d.lockedUntil = row[3], d.proposed = null, d.changed = $recorded
RETURN count(*) AS extended
