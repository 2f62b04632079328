// consent_proofs_reseal: keeps proofs of consents as they are sealed anew.
// In:  $rows list of map (id string, was string, sealed string, address string), $recorded datetime
// Out: nothing
UNWIND $rows AS row
MATCH (c:ConsentProof {id: row.id})
SET c.changed = $recorded
WITH c, row
WHERE c.proof = row.was
SET c.proof = row.sealed, c.address = row.address
