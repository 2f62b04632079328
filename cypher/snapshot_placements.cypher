// snapshot_placements: placements of a chunk, of all trees and days, as known at a time. A root stands under the tree itself:
// parent -1.
// In:  $first int, $end int (numbers of the chunk, half-open), $knownAt datetime
// Out: trees list of string, partners list of int, parents list of int, slots list of int, froms list of date, tos list of date
// Times: all days are asked for
MATCH (p:Partner)-[r:PLACED_UNDER]->(parent)
WHERE r.seq >= $first AND r.seq < $end AND r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN collect(r.tree) AS trees, collect(p.seq) AS partners, collect(coalesce(parent.seq, -1)) AS parents,
       collect(r.slot) AS slots, collect(r.from) AS froms, collect(r.to) AS tos
