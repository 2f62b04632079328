// personal_partner: what is kept of a partner besides the places in trees: as recorded now and before, what is known of the person, the link, the end of the contract.
// In:  $partner string
// Out: what string, row map
MATCH (p:Partner {id: $partner})
CALL (p) {
  RETURN 'partner' AS what, p {.id, .name, .joined, .recorded} AS row
  UNION ALL
  MATCH (p)-[:WAS]->(v:PartnerVersion)
  RETURN 'partner' AS what, v {.name, .joined, .recorded, .superseded} AS row
  UNION ALL
  MATCH (n:Person {partner: p.id})
  RETURN 'person' AS what, n {.given, .family, .company, .street, .postalCode, .city, .country, .email, .phone, .language, .newsletter, .phoneCalls, .birth, .iban, .bic, .taxStatus, .vatID, .taxNumber, .money, .recorded, .superseded} AS row
  UNION ALL
  MATCH (c:RegistrationCode {partner: p.id})
  RETURN 'link' AS what, {code: c.code} AS row
  UNION ALL
  MATCH (e:ContractEnd {partner: p.id})
  RETURN 'contract_end' AS what, properties(e) AS row
}
RETURN what, row
