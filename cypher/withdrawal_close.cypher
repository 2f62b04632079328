// withdrawal_close: a statement of withdrawal is seen to.
// In:  $id string, $partner string, $recorded datetime
// Out: closed int
MATCH (w:Withdrawal {id: $id})
SET w.partner = $partner, w.changed = $recorded
REMOVE w.open
RETURN count(*) AS closed
