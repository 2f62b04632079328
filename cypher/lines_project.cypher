// lines_project: puts lines of a run into the graph: what partners earned for orders.
// In:  $run int, $rows list of [order string, beneficiary string, kind string, bonus string, level int, base string, percent string, amount int (smallest unit), condition string (YYYY-MM), source string], $currency string
// Out: created int
UNWIND $rows AS row
MATCH (o:Order {id: row[0]})
MATCH (p:Partner {id: row[1]})
CREATE (o)-[:EARNED {run: $run, kind: row[2], bonus: row[3], level: row[4], base: row[5], percent: row[6], amount: row[7], condition: row[8], source: row[9], currency: $currency}]->(p)
RETURN count(*) AS created
