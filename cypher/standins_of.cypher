// standins_of: who ever stood in for whom, of some users and those who stood in with them for somebody, as known at a time. What was taken
// back held until then, and counts until the day after: whose zone that day is of, the database does not know.
// In:  $users list of string, $knownAt datetime
// Out: deputy string, for string, from date, to date
// Times: all days are asked for
UNWIND $users AS id
MATCH (u:User {id: id})-[s:STANDS_IN_FOR]-(:User)
WHERE s.recorded <= $knownAt
WITH DISTINCT s, CASE WHEN s.superseded > $knownAt THEN s.to ELSE date(s.superseded) + duration({days: 2}) END AS end
WITH s, CASE WHEN end < s.to THEN end ELSE s.to END AS to
WHERE s.from < to
RETURN startNode(s).id AS deputy, endNode(s).id AS for, s.from AS from, to
