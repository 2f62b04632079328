// person_at: the partner whose e-mail address has a keyed hash.
// In:  $email string (keyed hash)
// Out: partner string
MATCH (p:Person {markEmail: $email})
RETURN p.partner AS partner
LIMIT 1
