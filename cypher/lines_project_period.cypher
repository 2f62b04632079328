// lines_project_period: puts lines of a run into the graph that belong to no order: they come from the run.
// In:  $run int, $rows list of [order string, beneficiary string, kind string, bonus string, level int, base string, percent string, amount int (smallest unit), condition string (YYYY-MM), source string], $currency string
// Out: created int
MATCH (run:Run {no: $run})
UNWIND $rows AS row
MATCH (p:Partner {id: row[1]})
CREATE (run)-[:EARNED {run: $run, kind: row[2], bonus: row[3], level: row[4], base: row[5], percent: row[6], amount: row[7], condition: row[8], source: row[9], currency: $currency}]->(p)
RETURN count(*) AS created
