// restore_links_document_runs: writes relationships from documents to runs.
// In:  $rows list of [from int, to string, type string, properties map]
// Out: written int
UNWIND $rows AS row
MATCH (a:Document {seq: row[0]})
MATCH (b:Run {id: row[1]})
CREATE (a)-[r:$(row[2])]->(b)
SET r = row[3]
RETURN count(*) AS written
