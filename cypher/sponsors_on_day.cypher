// sponsors_on_day: the sponsors of partners on a day, as known at a time; of a root there is none.
// In:  $partners list of string (ids), $asOf date, $knownAt datetime
// Out: partner string, sponsor string
UNWIND $partners AS id
MATCH (p:Partner {id: id})-[r:SPONSORED_BY]->(s:Partner)
WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN p.id AS partner, s.id AS sponsor
