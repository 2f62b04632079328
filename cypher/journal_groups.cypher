// journal_groups: groups of numbers, whole: with the profiles that they hold.
// In:  $seqs list of int
// Out: key int, properties map, links list of [type string, kind string, key string, properties map]
// Times: everything is copied, whatever was believed when, and so not read
UNWIND $seqs AS seq
MATCH (g:Group {seq: seq})
RETURN g.seq AS key, properties(g) AS properties, [(g)-[r:HOLDS_PROFILE]->(t:Profile) | [type(r), labels(t)[0], t.id, properties(r)]] AS links
