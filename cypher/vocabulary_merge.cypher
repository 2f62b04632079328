// vocabulary_merge: makes the nodes of ranks and placement trees that plans name. A tree gets a number, which it keeps. One
// transaction at a time makes them: the tree of sponsors is locked.
// In:  $ranks list of [id string, no int], $trees list of [id string, kind string, width int, auto bool]
// Out: nothing
MATCH (lock:Tree {id: 'sponsor'})
SET lock.locked = timestamp()
FOREACH (row IN $ranks | MERGE (r:Rank {id: row[0]}) SET r.no = row[1])
WITH lock
MATCH (known:Tree)
WHERE known.id >= ''
WITH max(known.no) AS highest
UNWIND range(0, size($trees) - 1) AS i
WITH highest + 1 + i AS no, $trees[i] AS row
MERGE (t:Tree {id: row[0]})
ON CREATE SET t.no = no
SET t.kind = row[1], t.width = row[2], t.auto = row[3]
