// restore_links_document_partners: writes relationships from documents to partners.
// In:  $rows list of [from int, to int, type string, properties map]
// Out: written int
UNWIND $rows AS row
MATCH (a:Document {seq: row[0]})
MATCH (b:Partner {seq: row[1]})
CREATE (a)-[r:$(row[2])]->(b)
SET r = row[3]
RETURN count(*) AS written
