// restore_clear: takes out what nodes are linked to and were before, so that it can be written anew. What runs recorded stays.
// In:  $nodes list of string
// Out: nothing
// Times: everything is replaced, whatever was believed when, and so not read
UNWIND $nodes AS node
MATCH (n) WHERE elementId(n) = node
OPTIONAL MATCH (n)-[r:SPONSORED_BY|PLACED_UNDER|HAS_STATUS|HOLDS|CREDITED_TO|CANCELS|MEMBER_OF|WORKS_IN|HOLDS_PROFILE|STANDS_IN_FOR|ABOUT]->()
WHERE r.run IS NULL
DELETE r
WITH DISTINCT n
MATCH (n)-[:WAS]->(v)
DETACH DELETE v
