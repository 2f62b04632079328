// snapshot_statuses: statuses of a chunk, of all days, as known at a time.
// In:  $first int, $end int (numbers of the chunk, half-open), $knownAt datetime
// Out: partners list of int, statuses list of string, froms list of date, tos list of date
// Times: all days are asked for
MATCH (p:Partner)-[r:HAS_STATUS]->(s:Status)
WHERE r.seq >= $first AND r.seq < $end AND r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN collect(p.seq) AS partners, collect(s.id) AS statuses, collect(r.from) AS froms, collect(r.to) AS tos
