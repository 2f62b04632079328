// consent_proofs_page: proofs of consents that count by themselves, by their numbers.
// In:  $after int (number of the last before), $limit int
// Out: id string, seq int, consent string, proof string (sealed), until date
MATCH (c:ConsentProof)
WHERE c.seq > $after
RETURN c.id AS id, c.seq AS seq, c.consent AS consent, c.proof AS proof, c.until AS until
ORDER BY seq
LIMIT $limit
