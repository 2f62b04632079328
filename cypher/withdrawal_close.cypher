// withdrawal_close: a statement of withdrawal is seen to.
// In:  $id string, $partner string (empty: nobody's), $until date (null: as long as the contract's papers), $actor string, $reason string, $recorded datetime
// Out: nothing
MATCH (w:Withdrawal {id: $id})
SET w.partner = $partner, w.until = $until, w.closed = $recorded, w.closedBy = $actor, w.closedReason = $reason, w.changed = $recorded
REMOVE w.open
