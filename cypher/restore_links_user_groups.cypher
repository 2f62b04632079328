// restore_links_user_groups: writes relationships from user to group.
// In:  $rows list of [from int, to int, type string, properties map]
// Out: written int
UNWIND $rows AS row
MATCH (a:User {seq: row[0]})
MATCH (b:Group {seq: row[1]})
CREATE (a)-[r:$(row[2])]->(b)
SET r = row[3]
RETURN count(*) AS written
