// restore_links_group_profiles: writes relationships from group to profile.
// In:  $rows list of [from int, to string, type string, properties map]
// Out: written int
UNWIND $rows AS row
MATCH (a:Group {seq: row[0]})
MATCH (b:Profile {id: row[1]})
CREATE (a)-[r:$(row[2])]->(b)
SET r = row[3]
RETURN count(*) AS written
