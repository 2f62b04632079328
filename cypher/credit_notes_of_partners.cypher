// credit_notes_of_partners: credit notes of partners, the latest first.
// In:  $partners list of string, $no int (of the last before), $state string (empty: all), $disputed bool (null: all), $period string (empty: all), $run string (empty: all), $limit int
// Out: note map
MATCH (n:CreditNote)
WHERE n.partner IN $partners AND n.seq < $no AND ($state = '' OR n.state = $state) AND ($disputed IS NULL OR (n.objectedAt IS NOT NULL) = $disputed) AND ($period = '' OR n.period = $period) AND ($run = '' OR n.run = $run)
RETURN properties(n) AS note
ORDER BY n.seq DESC
LIMIT $limit
