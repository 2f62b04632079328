// snapshot_partner_versions: what corrections of partners have superseded since, as known at a time.
// In:  $first int, $end int (numbers of the chunk, half-open), $knownAt datetime
// Out: seqs list of int, ids list of string, names list of string, joined list of date
MATCH (p:Partner)-[:WAS]->(v:PartnerVersion)
WHERE v.seq >= $first AND v.seq < $end AND v.recorded <= $knownAt AND v.superseded > $knownAt
RETURN collect(p.seq) AS seqs, collect(p.id) AS ids, collect(v.name) AS names, collect(v.joined) AS joined
