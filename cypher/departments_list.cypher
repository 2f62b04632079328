// departments_list: the departments that are open, and who works in them, of all days, as known at a time.
// In:  $knownAt datetime
// Out: id string, name string, members list of [id string, email string, from date, to date]
// Times: all days are asked for
// Scan: there are few of them, and all are asked for
MATCH (d:Department)
WHERE d.closed IS NULL
WITH d,
       COLLECT {
         MATCH (d)<-[w:WORKS_IN]-(u:User)
         WHERE w.recorded <= $knownAt AND w.superseded > $knownAt
         RETURN [u.id, u.email, w.from, w.to] ORDER BY u.email, w.from LIMIT 1000
       } AS members
RETURN d.id AS id, d.name AS name, members
ORDER BY id
