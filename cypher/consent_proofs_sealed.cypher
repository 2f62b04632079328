// consent_proofs_sealed: proofs of consents, in the order of their numbers.
// In:  $after int, $limit int
// Out: id string, seq int, sealed string
MATCH (c:ConsentProof)
WHERE c.seq > $after
RETURN c.id AS id, c.seq AS seq, c.proof AS sealed
ORDER BY seq
LIMIT $limit
