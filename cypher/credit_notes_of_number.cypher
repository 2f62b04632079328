// credit_notes_of_number: the credit note of a number, if it is the next one.
// In:  $number string, $no int (of the last before), $limit int
// Out: note map
MATCH (n:CreditNote {number: $number})
WHERE n.seq < $no
RETURN properties(n) AS note
LIMIT $limit
