// consent_proofs_take: the proofs of consents from an address, locked until the transaction ends.
// In:  $address string (keyed hash)
// Out: id string, seq int, consent string, proof string (sealed)
MATCH (c:ConsentProof {address: $address})
SET c.locked = timestamp()
WITH c
RETURN c.id AS id, c.seq AS seq, c.consent AS consent, c.proof AS proof
ORDER BY seq
