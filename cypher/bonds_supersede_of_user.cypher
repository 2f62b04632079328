// bonds_supersede_of_user: closes spans of a user that are no longer believed.
// In:  $holder string, $keys list of string, $recorded datetime
// Out: nothing
// Times: relationships are named by their keys, not read
MATCH (a:User {id: $holder})-[r:MEMBER_OF|WORKS_IN|HOLDS_PROFILE|STANDS_IN_FOR]->()
WHERE r.key IN $keys
SET r.superseded = $recorded, a.changed = $recorded
