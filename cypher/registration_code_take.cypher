// registration_code_take: the code of a partner's link, which is made if there is none.
// In:  $partner string, $code string, $seq int, $recorded datetime
// Out: code string
MATCH (p:Partner {id: $partner})
MERGE (c:RegistrationCode {partner: p.id})
ON CREATE SET c.code = $code, c.seq = $seq, c.recorded = $recorded, c.changed = $recorded
RETURN c.code AS code
