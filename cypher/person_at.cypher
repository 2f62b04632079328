// person_at: the partner whose e-mail address has one of some keyed hashes.
// In:  $emails list of string (keyed hashes)
// Out: partner string
MATCH (p:Person)
WHERE p.markEmail IN $emails
RETURN p.partner AS partner
LIMIT 1
