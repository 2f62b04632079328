// withdrawals_reseal: keeps statements of withdrawal as they are sealed anew.
// In:  $rows list of map (id string, was string, sealed string), $recorded datetime
// Out: nothing
UNWIND $rows AS row
MATCH (w:Withdrawal {id: row.id})
SET w.changed = $recorded
WITH w, row
WHERE w.statement = row.was
SET w.statement = row.sealed
