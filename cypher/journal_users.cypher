// journal_users: users of numbers, whole: with what they belong to, hold, and for whom they stand in.
// In:  $seqs list of int
// Out: key int, properties map, links list of [type string, kind string, key int or string, properties map]
// Times: everything is copied, whatever was believed when, and so not read
UNWIND $seqs AS seq
MATCH (u:User {seq: seq})
RETURN u.seq AS key, properties(u) AS properties,
       [(u)-[r:MEMBER_OF|WORKS_IN|HOLDS_PROFILE|STANDS_IN_FOR]->(t:Group|Department|Profile|User) | [type(r), labels(t)[0], coalesce(t.seq, t.id), properties(r)]] AS links
