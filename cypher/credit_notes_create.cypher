// credit_notes_create: keeps credit notes whose partners are there, and says of those that they correct by which.
// In:  $rows list of map, $recorded datetime
// Out: written int
UNWIND $rows AS row
MATCH (:Partner {id: row.partner})
OPTIONAL MATCH (old:CreditNote {number: row.corrects})
WITH row, old
WHERE row.corrects IS NULL OR (old IS NOT NULL AND old.state <> 'corrected')
CREATE (n:CreditNote)
SET n = row
FOREACH (o IN CASE WHEN old IS NULL THEN [] ELSE [old] END | SET o.state = 'corrected', o.correctedBy = row.number, o.changed = $recorded)
RETURN count(*) AS written
