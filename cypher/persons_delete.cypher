// persons_delete: forgets a partner's personal data, also what was known before.
// In:  $partner string
// Out: nothing
MATCH (p:Person {partner: $partner})
DELETE p
