// person_at: the partner whose e-mail address has one of some keyed hashes; of several, one whose contract runs.
// In:  $emails list of string (keyed hashes)
// Out: partner string, ended bool (the contract has)
MATCH (p:Person)
WHERE p.markEmail IN $emails
OPTIONAL MATCH (e:ContractEnd {partner: p.partner})
WITH p.partner AS partner, e IS NOT NULL AND e.due IS NULL AS ended, p.seq AS seq
RETURN partner, ended
ORDER BY ended, seq DESC
LIMIT 1
