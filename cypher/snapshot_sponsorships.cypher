// snapshot_sponsorships: sponsorships of a chunk, of all days, as known at a time.
// In:  $first int, $end int (numbers of the chunk, half-open), $knownAt datetime
// Out: partners list of int, sponsors list of int (numbers), froms list of date, tos list of date
// Times: all days are asked for
MATCH (p:Partner)-[r:SPONSORED_BY]->(s:Partner)
WHERE r.seq >= $first AND r.seq < $end AND r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN collect(p.seq) AS partners, collect(s.seq) AS sponsors, collect(r.from) AS froms, collect(r.to) AS tos
