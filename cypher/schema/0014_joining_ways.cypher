// Consents of who never became a partner are found by the keyed hash of the address; statements of withdrawal that belong to no contract
// are kept until a day.
CREATE INDEX consent_proof_address IF NOT EXISTS FOR (c:ConsentProof) ON (c.address);
CREATE INDEX withdrawal_until IF NOT EXISTS FOR (w:Withdrawal) ON (w.until);
