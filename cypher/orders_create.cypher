// orders_create: records orders, and to whom they are credited. An order that is not paid has the last day there is.
// In:  $rows list of [seq int, id string, partner int, kind string, placedOn date, paidOn date, points int, cv int], $currency string, $recorded datetime, $superseded datetime, $changed datetime (null: followers read everything anyway)
// Out: created int
UNWIND $rows AS row
MATCH (p:Partner {seq: row[2]})
CREATE (:Order {seq: row[0], id: row[1], partner: row[2], kind: row[3], placedOn: row[4], paidOn: row[5], points: row[6], cv: row[7],
                currency: $currency, recorded: $recorded, changed: $changed, superseded: $superseded})-[:CREDITED_TO {recorded: $recorded, superseded: $superseded}]->(p)
RETURN count(*) AS created
