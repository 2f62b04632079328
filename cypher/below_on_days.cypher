// below_on_days: which partners were below others by sponsors, each on a day, as known at a time.
// In:  $rows list of [partner string, day date], $above list of string, $knownAt datetime
// Out: partner string, day date, above string
UNWIND $rows AS row
MATCH (p:Partner {id: row[0]})
  (()-[r:SPONSORED_BY WHERE r.from <= row[1] AND r.to > row[1] AND r.recorded <= $knownAt AND r.superseded > $knownAt]->()){1,}
  (a:Partner)
WHERE a.id IN $above
RETURN p.id AS partner, row[1] AS day, a.id AS above
