// credit_notes_of_run: credit notes of a run, the latest first.
// In:  $run string, $no int (of the last before), $state string (empty: all), $disputed bool (null: all), $period string (empty: all), $limit int
// Out: note map
MATCH (n:CreditNote {run: $run})
WHERE n.seq < $no AND ($state = '' OR n.state = $state) AND ($disputed IS NULL OR (n.objectedAt IS NOT NULL) = $disputed) AND ($period = '' OR n.period = $period)
RETURN properties(n) AS note
ORDER BY n.seq DESC
LIMIT $limit
