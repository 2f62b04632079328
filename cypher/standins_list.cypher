// standins_list: who stands in for whom, from a day on, as known at a time.
// In:  $after date, $knownAt datetime
// Out: deputy string, for string, from date, to date
// Times: days that are to come are asked for, too
// Scan: there are few of them, and all are asked for
MATCH (d:User)-[s:STANDS_IN_FOR]->(f:User)
WHERE s.to > $after AND s.recorded <= $knownAt AND s.superseded > $knownAt
RETURN d.id AS deputy, f.id AS for, s.from AS from, s.to AS to
ORDER BY from, deputy
