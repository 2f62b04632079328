// credit_note_find: a credit note.
// In:  $number string
// Out: note map
MATCH (n:CreditNote {number: $number})
RETURN properties(n) AS note
