// persons_of: what is and was known of the persons who are some partners, the earliest first.
// In:  $partners list of string
// Out: partner string, person map, recorded datetime
UNWIND $partners AS partner
MATCH (p:Person {partner: partner})
RETURN partner, properties(p) AS person, p.recorded AS recorded
ORDER BY partner, recorded
