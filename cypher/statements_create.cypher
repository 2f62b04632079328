// statements_create: records statements of a run; what is recorded already stays.
// In:  $run int, $period string, $currency string, $rows list of [partner string, opening int, earnings int, reversals int, reserve int, release int, balance int, payout int, closing int] (smallest unit)
// Out: created int
UNWIND $rows AS row
MATCH (p:Partner {id: row[0]})
CREATE (s:Statement {run: $run, partner: p.seq, period: $period, currency: $currency, opening: row[1], earnings: row[2], reversals: row[3],
                     reserve: row[4], release: row[5], balance: row[6], payout: row[7], closing: row[8]})-[:FOR]->(p)
RETURN count(*) AS created
