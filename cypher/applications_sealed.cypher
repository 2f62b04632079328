// applications_sealed: what is sealed of applications, in the order of their numbers.
// In:  $after int, $limit int
// Out: id string, seq int, sealed string
MATCH (a:Application)
WHERE a.seq > $after
RETURN a.id AS id, a.seq AS seq, a.form AS sealed
ORDER BY seq
LIMIT $limit
