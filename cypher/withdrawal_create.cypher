// withdrawal_create: records that somebody states to withdraw from a contract, or from an application.
// In:  $id string, $seq int, $received datetime, $statement string (sealed), $partner string (empty: nobody knows whose), $open bool (somebody has to see to it), $until date (null: as long as the contract's papers), $recorded datetime
// Out: nothing
CREATE (w:Withdrawal {id: $id, seq: $seq, changed: $recorded, received: $received, statement: $statement, partner: $partner})
SET w.open = CASE WHEN $open THEN $received END, w.until = $until
