// standings_create: records career ranks that a run found to have changed. They count when the run is posted.
// In:  $run int, $from date, $to date, $rows list of [partner string, rank string, former string], $recorded datetime, $superseded datetime
// Out: created int
UNWIND $rows AS row
MATCH (p:Partner {id: row[0]})
MATCH (rank:Rank {id: row[1]})
CREATE (p)-[:HOLDS {run: $run, from: $from, to: $to, former: row[2], recorded: $recorded, superseded: $superseded}]->(rank)
RETURN count(*) AS created
