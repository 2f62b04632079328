// application_delete: forgets an application, with its links and marks; the hashes of its links are kept for a while, to explain them.
// In:  $id string, $holder string (of marks), $spent list of string, $until date
// Out: nothing
MATCH (a:Application {id: $id})
OPTIONAL MATCH (l:ApplicationLink {application: $id})
WITH a, collect(l) AS links
OPTIONAL MATCH (m:Mark {holder: $holder})
WITH a, links, collect(m) AS marks
FOREACH (hash IN $spent | MERGE (s:SpentLink {hash: hash}) SET s.until = $until)
FOREACH (l IN links | DELETE l)
FOREACH (m IN marks | DELETE m)
DELETE a
