// applications_joined: partners who joined online, in the order in which they applied.
// In:  $after int (of the last before), $limit int
// Out: seq int, partner string
MATCH (a:Application)
WHERE a.seq > $after AND a.partner IS NOT NULL
RETURN a.seq AS seq, a.partner AS partner
ORDER BY a.seq
LIMIT $limit
