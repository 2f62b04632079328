// withdrawal_find: a statement of withdrawal.
// In:  $id string
// Out: id string, received datetime, statement string (sealed), partner string, open bool, closed datetime (null: not), closedBy string, closedReason string
MATCH (w:Withdrawal {id: $id})
RETURN w.id AS id, w.received AS received, w.statement AS statement, w.partner AS partner, w.open IS NOT NULL AS open, w.closed AS closed,
       w.closedBy AS closedBy, w.closedReason AS closedReason
