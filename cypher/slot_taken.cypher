// slot_taken: who else has a slot on any day of a span, as known at a time.
// In:  $tree string, $parent int, $slot int, $partner int, $from date, $to date, $knownAt datetime
// Out: id string, from date, to date
MATCH (other:Partner)-[r:PLACED_UNDER]->(:Partner {seq: $parent})
WHERE r.tree = $tree AND r.slot = $slot AND other.seq <> $partner AND r.from < $to AND r.to > $from AND r.recorded <= $knownAt AND r.superseded > $knownAt
RETURN other.id AS id, r.from AS from, r.to AS to
LIMIT 1
