// branch_members: everybody below partners by sponsors, as it stood on a day and as known at a time.
// In:  $above list of string, $asOf date, $knownAt datetime, $limit int
// Out: partner string
MATCH (a:Partner)<-[r:SPONSORED_BY WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt]-+(d:Partner)
WHERE a.id IN $above
RETURN DISTINCT d.id AS partner
LIMIT $limit
