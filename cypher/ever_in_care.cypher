// ever_in_care: everybody who is or was in one of some markets, or looked after by one of some departments, on any day, as known at a time.
// Times: whoever was on any day is wanted
// In:  $markets list of string, $departments list of string, $knownAt datetime, $limit int
// Out: partner string
CALL () {
  MATCH (m:Market)<-[r:IN_MARKET WHERE r.recorded <= $knownAt AND r.superseded > $knownAt]-(p:Partner)
  WHERE m.id IN $markets
  RETURN p LIMIT $limit
  UNION ALL
  MATCH (d:Caretaker)<-[r:LOOKED_AFTER_BY WHERE r.recorded <= $knownAt AND r.superseded > $knownAt]-(p:Partner)
  WHERE d.id IN $departments
  RETURN p LIMIT $limit
}
RETURN DISTINCT p.id AS partner
LIMIT $limit
