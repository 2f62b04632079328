// history_caretakers: departments that look after a partner through time, as known at a time; also what was believed once, if asked for.
// In:  $partner string, $knownAt datetime, $superseded bool
// Out: value string, from date, to date, recorded datetime, superseded datetime
// Times: all days are asked for
MATCH (p:Partner {id: $partner})-[r:LOOKED_AFTER_BY]->(m:Caretaker)
WHERE r.recorded <= $knownAt AND ($superseded OR r.superseded > $knownAt)
RETURN m.id AS value, r.from AS from, r.to AS to, r.recorded AS recorded, r.superseded AS superseded
ORDER BY from, recorded, r.seq
