// personal_counts: how much is kept of a partner.
// In:  $partner string
// Out: persons int, withdrawals int, codes int, orders int, statements int
MATCH (p:Partner {id: $partner})
RETURN COUNT { MATCH (n:Person {partner: p.id}) } AS persons, COUNT { MATCH (n:Withdrawal {partner: p.id}) } AS withdrawals,
       COUNT { MATCH (n:RegistrationCode {partner: p.id}) } AS codes, COUNT { (p)<-[:CREDITED_TO]-(:Order) } AS orders,
       COUNT { (p)<-[:FOR]-(:Statement) } AS statements
