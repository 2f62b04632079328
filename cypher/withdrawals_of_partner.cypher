// withdrawals_of_partner: statements of withdrawal from a partner's contract.
// In:  $partner string
// Out: id string, received datetime, statement string (sealed), partner string, open bool
MATCH (w:Withdrawal {partner: $partner})
RETURN w.id AS id, w.received AS received, w.statement AS statement, w.partner AS partner, w.open IS NOT NULL AS open
ORDER BY received
