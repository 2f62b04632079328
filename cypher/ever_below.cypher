// ever_below: everyone who is or was below partners by sponsors on any day, as known at a time; some more in rare cases, when somebody
// was below one who was below at another time.
// Times: whoever was below on any day is wanted
// In:  $above list of string, $knownAt datetime, $limit int
// Out: partner string
MATCH (a:Partner)<-[r:SPONSORED_BY WHERE r.recorded <= $knownAt AND r.superseded > $knownAt]-+(d:Partner)
WHERE a.id IN $above
RETURN DISTINCT d.id AS partner
LIMIT $limit
