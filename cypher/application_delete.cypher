// application_delete: forgets an application with its links; the hashes of its links are kept for a while, to explain them.
// In:  $id string, $spent list of string, $until date
// Out: nothing
MATCH (a:Application {id: $id})
OPTIONAL MATCH (l:ApplicationLink {application: $id})
WITH a, collect(l) AS links
FOREACH (hash IN $spent | MERGE (s:SpentLink {hash: hash}) SET s.until = $until)
FOREACH (l IN links | DELETE l)
DELETE a
