// credit_notes_of_run: credit notes of a run, the latest first.
// In:  $run string, $no int (of the last before), $state string (empty: all), $limit int
// Out: note map
MATCH (n:CreditNote {run: $run})
WHERE n.seq < $no AND ($state = '' OR n.state = $state)
RETURN properties(n) AS note
ORDER BY n.seq DESC
LIMIT $limit
