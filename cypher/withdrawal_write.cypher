// withdrawal_write: writes what a statement of withdrawal says, which is locked until the transaction ends.
// In:  $id string, $statement string (sealed), $recorded datetime
// Out: nothing
MATCH (w:Withdrawal {id: $id})
SET w.statement = $statement, w.changed = $recorded
