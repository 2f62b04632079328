// credit_notes_of_keys: the credit notes that were issued for some keys.
// In:  $keys list of string
// Out: note map
UNWIND $keys AS key
MATCH (n:CreditNote {key: key})
RETURN properties(n) AS note
