// journal_documents: documents of numbers, with what their contents were before and what they are about.
// In:  $seqs list of int
// Out: key int, properties map, versions list of map, links list of [type string, kind string, key int or string, properties map]
UNWIND $seqs AS seq
MATCH (d:Document {seq: seq})
RETURN d.seq AS key, properties(d) AS properties, [(d)-[:WAS]->(v) | properties(v)] AS versions,
       [(d)-[a:ABOUT]->(t) | [type(a), labels(t)[0], coalesce(t.seq, t.id), properties(a)]] AS links
