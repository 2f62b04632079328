// consent_proofs_take: the proofs of consents from an address, by one of some keyed hashes, locked until the transaction ends.
// In:  $addresses list of string (keyed hashes)
// Out: id string, seq int, consent string, proof string (sealed)
MATCH (c:ConsentProof)
WHERE c.address IN $addresses
SET c.locked = timestamp()
WITH c
RETURN c.id AS id, c.seq AS seq, c.consent AS consent, c.proof AS proof
ORDER BY seq
