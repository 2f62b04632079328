// restore_gone: deletes or restricts again what was, after the time that is restored.
// In:  $rows list of [id string, properties map]
// Out: nothing
UNWIND $rows AS row
MATCH (d:Document {id: row[0]})
WHERE d.state <> 'deleted'
FOREACH (x IN CASE WHEN row[1].state = 'deleted' THEN [1] ELSE [] END | SET d = row[1])
SET d.state = row[1].state, d.changed = row[1].changed
