// restore_nodes_again: writes nodes that are there already as they should be, with what was recorded of them before.
// In:  $rows list of [node string, properties map, versions list of map, label of versions string]
// Out: written int
UNWIND $rows AS row
MATCH (n) WHERE elementId(n) = row[0]
SET n = row[1]
FOREACH (version IN row[2] | CREATE (n)-[:WAS]->(v:$(row[3])) SET v = version)
RETURN count(*) AS written
