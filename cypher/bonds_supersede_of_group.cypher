// bonds_supersede_of_group: closes spans of a group that are no longer believed.
// In:  $holder string, $keys list of string, $recorded datetime
// Out: nothing
// Times: relationships are named by their keys, not read
MATCH (a:Group {id: $holder})-[r:HOLDS_PROFILE]->()
WHERE r.key IN $keys
SET r.superseded = $recorded, a.changed = $recorded
