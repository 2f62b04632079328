// careers_of: ranks that people recorded of a partner (not those that runs found), overrides or others, of all days, as known at a time.
// In:  $partner int, $override bool, $knownAt datetime
// Out: seq int, from date, to date, other int, tree string, slot int, name string, override bool, reason string
// Times: all days are asked for
MATCH (:Partner {seq: $partner})-[r:HOLDS]->(rank:Rank)
WHERE r.recorded <= $knownAt AND r.superseded > $knownAt AND r.run IS NULL AND r.override = $override
RETURN r.seq AS seq, r.from AS from, r.to AS to, 0 AS other, '' AS tree, 0 AS slot, rank.id AS name, r.override AS override, r.reason AS reason
ORDER BY from
