// restore_links_caretakers: writes relationships of partners to their departments.
// In:  $rows list of [from int, to string, type string, properties map]
// Out: written int
UNWIND $rows AS row
MATCH (a:Partner {seq: row[0]})
MATCH (b:Caretaker {id: row[1]})
CREATE (a)-[r:$(row[2])]->(b)
SET r = row[3]
RETURN count(*) AS written
