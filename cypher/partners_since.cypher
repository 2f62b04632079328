// partners_since: partners recorded or corrected since a time.
// In:  $since datetime, $knownAt datetime
// Out: seq int, id string, name string, joined date
MATCH (p:Partner)
USING INDEX SEEK p:Partner(changed)
WHERE p.changed > $since AND p.changed <= $knownAt
RETURN p.seq AS seq, p.id AS id, p.name AS name, p.joined AS joined
