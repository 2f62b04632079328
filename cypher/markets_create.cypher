// markets_create: records markets of partners.
// In:  $rows list of [seq int, partner int, market string, from date, to date], $recorded datetime, $superseded datetime
// Out: created int
UNWIND $rows AS row
MATCH (p:Partner {seq: row[1]})
MERGE (m:Market {id: row[2]})
CREATE (p)-[:IN_MARKET {seq: row[0], from: row[3], to: row[4], recorded: $recorded, superseded: $superseded}]->(m)
SET p.changed = $recorded
RETURN count(*) AS created
