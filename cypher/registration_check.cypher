// registration_check: what a registration must know: whether the id is taken, the sponsor, and the placement trees.
// In:  $id string, $sponsor string (empty: none)
// Out: taken bool, sponsor int (null: there is none), trees list of [id string, kind string, width int, auto bool]
OPTIONAL MATCH (p:Partner {id: $id})
OPTIONAL MATCH (s:Partner {id: $sponsor})
WITH p IS NOT NULL AS taken, s.seq AS sponsor
OPTIONAL MATCH (t:Tree)
WHERE t.id >= '' AND t.kind <> 'sponsor'
WITH taken, sponsor, t ORDER BY t.id
RETURN taken, sponsor, collect(CASE WHEN t IS NOT NULL THEN [t.id, t.kind, t.width, t.auto] END) AS trees
