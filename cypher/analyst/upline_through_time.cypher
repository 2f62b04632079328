// upline_through_time: who stood directly above a partner, from when to when, as known at a time.
// In:  $partner string, $knownAt datetime
// Out: sponsor string, name string, from date, to date (9999-12-31: still)
// Times: all days are asked for
// Example: $partner = 'P0000001', $knownAt = datetime()
MATCH (:Partner {id: $partner})-[r:SPONSORED_BY]->(s:Partner)
WHERE r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN s.id AS sponsor, s.name AS name, r.from AS from, r.to AS to
ORDER BY from
