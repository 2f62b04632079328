// registration_code_find: whose link a code is.
// In:  $code string
// Out: partner string, name string
MATCH (c:RegistrationCode {code: $code})
MATCH (p:Partner {id: c.partner})
RETURN p.id AS partner, p.name AS name
