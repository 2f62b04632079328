// withdrawal_create: records that somebody states to withdraw from a contract.
// In:  $id string, $received datetime, $statement string (sealed), $partner string (empty: nobody knows whose), $open bool (somebody has to see to it)
// Out: nothing
CREATE (w:Withdrawal {id: $id, received: $received, statement: $statement, partner: $partner})
SET w.open = CASE WHEN $open THEN $received END
