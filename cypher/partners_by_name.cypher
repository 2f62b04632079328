// partners_by_name: partners by name, the first first, as they stand on a day and as known at a time.
// In:  $key string, $id string (of the last before), $from date, $through date (of joining), $status string (empty: all), $asOf date, $knownAt datetime, $limit int
// Out: id string, name string, joined date, sponsor string (empty: a root), status string, rank string (empty: none), times list of datetime
MATCH (p:Partner)
USING INDEX SEEK p:Partner(name, id)
WHERE p.name >= $key AND p.id > '' AND (p.name > $key OR p.id > $id) AND p.joined >= $from AND p.joined <= $through
  AND (p.recorded <= $knownAt OR EXISTS { (p)-[:WAS]->(v:PartnerVersion) WHERE v.recorded <= $knownAt })
WITH p, coalesce(head(COLLECT {
       MATCH (p)-[r:HAS_STATUS]->(s:Status)
       WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt
       RETURN s.id }), 'active') AS status
WHERE $status = '' OR status = $status
WITH p, status
ORDER BY p.name, p.id
LIMIT $limit
WITH p, status, coalesce(head(COLLECT {
       MATCH (p)-[r:SPONSORED_BY]->(s:Partner)
       WHERE r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt
       RETURN s.id }), '') AS sponsor,
     coalesce(head(COLLECT {
       MATCH (p)-[h:HOLDS]->(held:Rank)
       WHERE h.from <= $asOf AND h.to > $asOf AND h.recorded <= $knownAt AND h.superseded > $knownAt
       OPTIONAL MATCH (run:Run {no: h.run})
       WITH h, held, run WHERE h.run IS NULL OR run.postedAt <= $knownAt
       RETURN held.id ORDER BY h.from DESC, h.recorded DESC LIMIT 1 }), '') AS rank
RETURN p.id AS id, p.name AS name, p.joined AS joined, sponsor, status, rank, [p.recorded, p.changed] AS times
ORDER BY p.name, p.id
