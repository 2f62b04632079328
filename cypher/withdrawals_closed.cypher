// withdrawals_closed: statements of withdrawal that belong to no contract and were seen to, the latest first.
// In:  $limit int
// Out: id string, received datetime, statement string (sealed), partner string, open bool, closed datetime (null: not), closedBy string, closedReason string
MATCH (w:Withdrawal)
WHERE w.until > date('0001-01-01')
RETURN w.id AS id, w.received AS received, w.statement AS statement, w.partner AS partner, false AS open, w.closed AS closed,
       w.closedBy AS closedBy, w.closedReason AS closedReason
ORDER BY received DESC
LIMIT $limit
