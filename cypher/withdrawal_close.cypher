// withdrawal_close: a statement of withdrawal is seen to.
// In:  $id string, $partner string
// Out: closed int
MATCH (w:Withdrawal {id: $id})
SET w.partner = $partner
REMOVE w.open
RETURN count(*) AS closed
