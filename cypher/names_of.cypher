// names_of: the names of some partners.
// In:  $partners list of string
// Out: partner string, name string
UNWIND $partners AS partner
MATCH (p:Partner {id: partner})
RETURN partner, p.name AS name
