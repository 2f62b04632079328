// partners_chosen: some partners, as they stand on a day and as known at a time.
// In:  $sort string (id, name or joined), $descending bool, $key string or date, $id string (of the last before), $from date, $through date (of joining), $partners list of string (ids), $sponsor string, $status string, $rank string (each empty: all), $asOf date, $knownAt datetime, $limit int
// Out: id string, name string, joined date, sponsor string (empty: a root), status string, rank string (empty: none), times list of datetime
MATCH (p:Partner)
WHERE p.id IN $partners
WITH p, CASE $sort WHEN 'name' THEN p.name WHEN 'joined' THEN p.joined ELSE '' END AS key
WHERE CASE WHEN $descending THEN key < $key OR (key = $key AND p.id < $id) ELSE key > $key OR (key = $key AND p.id > $id) END
  AND p.joined >= $from AND p.joined <= $through
  AND (p.recorded <= $knownAt OR EXISTS { (p)-[:WAS]->(v:PartnerVersion) WHERE v.recorded <= $knownAt })
WITH p, key, coalesce(head(COLLECT {
       MATCH (p)-[r:SPONSORED_BY]->(s:Partner)
       WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt
       RETURN s.id }), '') AS sponsor,
     coalesce(head(COLLECT {
       MATCH (p)-[r:HAS_STATUS]->(s:Status)
       WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt
       RETURN s.id }), 'active') AS status,
     coalesce(head(COLLECT {
       MATCH (p)-[h:HOLDS]->(held:Rank)
       WHERE h.from <= $asOf AND h.to > $asOf AND h.recorded <= $knownAt AND h.superseded > $knownAt
       OPTIONAL MATCH (run:Run {no: h.run})
       WITH h, held, run WHERE h.run IS NULL OR run.postedAt <= $knownAt
       RETURN held.id ORDER BY h.from DESC, h.recorded DESC LIMIT 1 }), '') AS rank
WHERE ($sponsor = '' OR sponsor = $sponsor) AND ($status = '' OR status = $status) AND ($rank = '' OR rank = $rank)
RETURN p.id AS id, p.name AS name, p.joined AS joined, sponsor, status, rank, [p.recorded, p.changed] AS times
ORDER BY CASE WHEN NOT $descending THEN key END, CASE WHEN NOT $descending THEN p.id END, CASE WHEN $descending THEN key END DESC, CASE WHEN $descending THEN p.id END DESC
LIMIT $limit
