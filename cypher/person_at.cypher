// person_at: the partner whose e-mail address has a keyed hash; of several, one whose contract runs.
// In:  $email string (keyed hash)
// Out: partner string, ended bool (the contract has)
MATCH (p:Person {markEmail: $email})
OPTIONAL MATCH (e:ContractEnd {partner: p.partner})
WITH p.partner AS partner, e IS NOT NULL AND e.due IS NULL AS ended, p.seq AS seq
RETURN partner, ended
ORDER BY ended, seq DESC
LIMIT 1
