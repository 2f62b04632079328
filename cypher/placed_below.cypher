// placed_below: who is placed below a partner first, on the days of a span, as known at a time.
// In:  $partner int, $tree string, $from date, $to date, $knownAt datetime
// Out: id string, from date
MATCH (below:Partner)-[r:PLACED_UNDER]->(:Partner {seq: $partner})
WHERE r.tree = $tree AND r.from < $to AND r.to > $from AND r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN below.id AS id, r.from AS from
ORDER BY from, id
LIMIT 1
