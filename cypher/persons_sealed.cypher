// persons_sealed: what is known of persons, now and before, in the order of their numbers.
// In:  $after int, $limit int
// Out: seq int, person map
MATCH (p:Person)
WHERE p.seq > $after
RETURN p.seq AS seq, properties(p) AS person
ORDER BY seq
LIMIT $limit
