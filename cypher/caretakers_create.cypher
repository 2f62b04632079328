// caretakers_create: records departments that look after partners. They stand there as caretakers, nodes of their own: from a partner,
// nothing leads to the users who work in a department.
// In:  $rows list of [seq int, partner int, department string, from date, to date], $recorded datetime, $superseded datetime
// Out: created int
UNWIND $rows AS row
MATCH (p:Partner {seq: row[1]})
MATCH (known:Department {id: row[2]})
MERGE (m:Caretaker {id: known.id})
CREATE (p)-[:LOOKED_AFTER_BY {seq: row[0], from: row[3], to: row[4], recorded: $recorded, superseded: $superseded}]->(m)
SET p.changed = $recorded
RETURN count(*) AS created
