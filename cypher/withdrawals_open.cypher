// withdrawals_open: statements of withdrawal that somebody has to see to, the earliest first.
// In:  $limit int
// Out: id string, received datetime, statement string (sealed), partner string, open bool, closed datetime (null: not), closedBy string, closedReason string
MATCH (w:Withdrawal)
WHERE w.open > datetime('0001-01-01T00:00:00Z')
RETURN w.id AS id, w.received AS received, w.statement AS statement, w.partner AS partner, true AS open, w.closed AS closed,
       w.closedBy AS closedBy, w.closedReason AS closedReason
ORDER BY received
LIMIT $limit
