// restore_links_users: writes relationships from user to user.
// In:  $rows list of [from int, to int, type string, properties map]
// Out: written int
UNWIND $rows AS row
MATCH (a:User {seq: row[0]})
MATCH (b:User {seq: row[1]})
CREATE (a)-[r:$(row[2])]->(b)
SET r = row[3]
RETURN count(*) AS written
