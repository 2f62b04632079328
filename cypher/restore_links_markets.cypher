// restore_links_markets: writes relationships of partners to their markets.
// In:  $rows list of [from int, to string, type string, properties map]
// Out: written int
UNWIND $rows AS row
MATCH (a:Partner {seq: row[0]})
MATCH (b:Market {id: row[1]})
CREATE (a)-[r:$(row[2])]->(b)
SET r = row[3]
RETURN count(*) AS written
