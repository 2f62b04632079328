// vocabulary_merge: makes the nodes of ranks and placement trees that plans name. One transaction at a time makes them: the tree of sponsors is locked.
// In:  $ranks list of [id string, no int], $trees list of [id string, kind string, width int, auto bool]
// Out: nothing
MATCH (lock:Tree {id: 'sponsor'})
SET lock.locked = timestamp()
FOREACH (row IN $ranks | MERGE (r:Rank {id: row[0]}) SET r.no = row[1])
FOREACH (row IN $trees | MERGE (t:Tree {id: row[0]}) SET t.kind = row[1], t.width = row[2], t.auto = row[3])
