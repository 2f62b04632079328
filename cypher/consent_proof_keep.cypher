// consent_proof_keep: keeps the proof of a consent that counts by itself.
// In:  $id string, $consent string, $proof string (sealed), $until date
// Out: nothing
MERGE (c:ConsentProof {id: $id})
SET c.consent = $consent, c.proof = $proof, c.until = $until
