// person_find: what is known of the person who is a partner.
// In:  $partner string
// Out: person map, recorded datetime
MATCH (p:Person {openKey: $partner})
RETURN properties(p) AS person, p.recorded AS recorded
