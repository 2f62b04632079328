// journal_orders: orders of numbers, whole: with what was recorded of them before, and to whom they are and were credited.
// In:  $seqs list of int
// Out: key int, properties map, versions list of map, links list of [type string, kind string, key int or string, properties map]
UNWIND $seqs AS seq
MATCH (o:Order {seq: seq})
RETURN o.seq AS key, properties(o) AS properties, [(o)-[:WAS]->(v) | properties(v)] AS versions,
       [(o)-[r:CREDITED_TO]->(t) | [type(r), labels(t)[0], t.seq, properties(r)]] AS links
