// withdrawals_sealed: what is sealed of statements of withdrawal, in the order of their numbers.
// In:  $after int, $limit int
// Out: id string, seq int, sealed string
MATCH (w:Withdrawal)
WHERE w.seq > $after
RETURN w.id AS id, w.seq AS seq, w.statement AS sealed
ORDER BY seq
LIMIT $limit
