// bonds_of_user: the spans in which a user has a relationship with something, of all days, as known at a time.
// In:  $holder string, $type string, $other string, $knownAt datetime
// Out: key string, from date, to date
// Times: all days are asked for
MATCH (a:User {id: $holder})-[r:MEMBER_OF|WORKS_IN|HOLDS_PROFILE|STANDS_IN_FOR]->(b:Group|Department|Profile|User)
WHERE type(r) = $type AND b.id = $other AND r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN r.key AS key, r.from AS from, r.to AS to
ORDER BY from
