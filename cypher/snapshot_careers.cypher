// snapshot_careers: ranks of a chunk that people recorded (not those that runs found), of all days, as known at a time.
// In:  $first int, $end int (numbers of the chunk, half-open), $knownAt datetime
// Out: partners list of int, ranks list of string, froms list of date, tos list of date, overrides list of bool, reasons list of string
// Times: all days are asked for
MATCH (p:Partner)-[r:HOLDS]->(rank:Rank)
WHERE r.seq >= $first AND r.seq < $end AND r.recorded <= $knownAt AND r.superseded > $knownAt AND r.run IS NULL
RETURN collect(p.seq) AS partners, collect(rank.id) AS ranks, collect(r.from) AS froms, collect(r.to) AS tos,
       collect(r.override) AS overrides, collect(r.reason) AS reasons
