// journal_cancellations: cancellations of numbers, whole: with what was recorded of them before.
// In:  $seqs list of int
// Out: key int, properties map, versions list of map, links list of [type string, kind string, key int or string, properties map]
UNWIND $seqs AS seq
MATCH (c:Cancellation {seq: seq})
RETURN c.seq AS key, properties(c) AS properties, [(c)-[:WAS]->(v) | properties(v)] AS versions,
       [(c)-[r:CANCELS]->(t) | [type(r), labels(t)[0], t.seq, properties(r)]] AS links
