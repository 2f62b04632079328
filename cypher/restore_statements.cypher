// restore_statements: writes statements of a run.
// In:  $rows list of [partner int, properties map]
// Out: written int
UNWIND $rows AS row
MATCH (p:Partner {seq: row[0]})
CREATE (s:Statement)-[:FOR]->(p)
SET s = row[1]
RETURN count(*) AS written
