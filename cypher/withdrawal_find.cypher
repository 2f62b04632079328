// withdrawal_find: a statement of withdrawal.
// In:  $id string
// Out: id string, received datetime, statement string (sealed), partner string, open bool
MATCH (w:Withdrawal {id: $id})
RETURN w.id AS id, w.received AS received, w.statement AS statement, w.partner AS partner, w.open IS NOT NULL AS open
