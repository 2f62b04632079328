// status_of: the status that a partner has on a day, as known at a time; none: active.
// In:  $partner string, $asOf date, $knownAt datetime
// Out: status string
MATCH (:Partner {id: $partner})-[r:HAS_STATUS]->(s:Status)
WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN s.id AS status
