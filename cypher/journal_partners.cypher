// journal_partners: partners of numbers, whole: with what was recorded of them before, and where they stand and stood.
// In:  $seqs list of int
// Out: key int, properties map, versions list of map, links list of [type string, kind string, key int or string, properties map]
// Times: everything is copied, whatever was believed when, and so not read
UNWIND $seqs AS seq
MATCH (p:Partner {seq: seq})
RETURN p.seq AS key, properties(p) AS properties, [(p)-[:WAS]->(v) | properties(v)] AS versions,
       [(p)-[r:SPONSORED_BY|PLACED_UNDER|HAS_STATUS|HOLDS|IN_MARKET|LOOKED_AFTER_BY]->(t) WHERE r.run IS NULL | [type(r), labels(t)[0], coalesce(t.seq, t.id), properties(r)]] AS links
