// caretakers_of: departments that look after a partner, of all days, as known at a time.
// In:  $partner int, $knownAt datetime
// Out: seq int, from date, to date, other int, tree string, slot int, name string, override bool, reason string
// Times: all days are asked for
MATCH (:Partner {seq: $partner})-[r:LOOKED_AFTER_BY]->(m:Caretaker)
WHERE r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN r.seq AS seq, r.from AS from, r.to AS to, 0 AS other, '' AS tree, 0 AS slot, m.id AS name, false AS override, '' AS reason
ORDER BY from
