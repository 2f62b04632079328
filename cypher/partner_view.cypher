// partner_view: a partner as of a day, not before joining, as known at a time.
// In:  $id string, $asOf date, $knownAt datetime
// Out: id string, name string, joined date, sponsor string (empty: a root), status string, rank string (empty: none), times list of datetime, places list of [tree string, parent string, slot int]
MATCH (p:Partner {id: $id})
WITH p, CASE WHEN p.joined > $asOf THEN p.joined ELSE $asOf END AS asOf
WITH p, asOf, coalesce(head(COLLECT {
       MATCH (p)-[r:SPONSORED_BY]->(s:Partner)
       WHERE r.from <= asOf AND r.to > asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt
       RETURN s.id }), '') AS sponsor,
     coalesce(head(COLLECT {
       MATCH (p)-[r:HAS_STATUS]->(s:Status)
       WHERE r.from <= asOf AND r.to > asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt
       RETURN s.id }), 'active') AS status,
     coalesce(head(COLLECT {
       MATCH (p)-[h:HOLDS]->(held:Rank)
       WHERE h.from <= asOf AND h.to > asOf AND h.recorded <= $knownAt AND h.superseded > $knownAt
       OPTIONAL MATCH (run:Run {no: h.run})
       WITH h, held, run WHERE h.run IS NULL OR run.postedAt <= $knownAt
       RETURN held.id ORDER BY h.from DESC, h.recorded DESC LIMIT 1 }), '') AS rank,
     COLLECT {
       MATCH (p)-[r:PLACED_UNDER]->(parent)
       WHERE r.from <= asOf AND r.to > asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt
       RETURN [r.tree, CASE WHEN parent:Partner THEN parent.id ELSE '' END, r.slot] ORDER BY r.tree } AS places
RETURN p.id AS id, coalesce(head(COLLECT {
         MATCH (p)-[:WAS]->(v:PartnerVersion)
         WHERE v.recorded <= $knownAt AND v.superseded > $knownAt
         RETURN v.name }), p.name) AS name,
       p.joined AS joined, sponsor, status, rank, [p.recorded, p.changed] AS times, places
