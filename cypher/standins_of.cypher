// standins_of: who ever stood in for whom, of some users and those who stood in with them for somebody, as known at a time.
// In:  $users list of string, $knownAt datetime
// Out: deputy string, for string, from date, to date
// Times: all days are asked for
UNWIND $users AS id
MATCH (u:User {id: id})-[s:STANDS_IN_FOR]-(:User)
WHERE s.recorded <= $knownAt AND s.superseded > $knownAt
RETURN DISTINCT startNode(s).id AS deputy, endNode(s).id AS for, s.from AS from, s.to AS to
