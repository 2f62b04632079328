// credit_note_set: changes a credit note that is in a state.
// In:  $number string, $from string, $properties map
// Out: state string (before; another one than from: nothing was changed)
MATCH (n:CreditNote {number: $number})
SET n.locked = timestamp()
REMOVE n.locked
WITH n, n.state AS state
FOREACH (x IN CASE WHEN state = $from THEN [n] ELSE [] END | SET x += $properties)
RETURN state
