// consent_proof_keep: keeps the proof of a consent that counts by itself, or of its revocation.
// In:  $id string, $seq int, $consent string, $address string (keyed hash), $proof string (sealed), $until date, $recorded datetime
// Out: nothing
MERGE (c:ConsentProof {id: $id})
ON CREATE SET c.seq = $seq
SET c.consent = $consent, c.address = $address, c.proof = $proof, c.until = $until, c.changed = $recorded
