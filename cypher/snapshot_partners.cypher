// snapshot_partners: partners of a chunk as they were first known or last corrected by a time.
// In:  $first int, $end int (numbers of the chunk, half-open), $knownAt datetime
// Out: seqs list of int, ids list of string, names list of string, joined list of date
MATCH (p:Partner)
WHERE p.seq >= $first AND p.seq < $end AND p.recorded <= $knownAt
RETURN collect(p.seq) AS seqs, collect(p.id) AS ids, collect(p.name) AS names, collect(p.joined) AS joined
