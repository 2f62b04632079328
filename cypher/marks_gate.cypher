// marks_gate: lets those who have a mark in common through one after the other, until the transaction ends; nothing is left of it.
// In:  $marks list of string (keyed hashes, sorted)
// Out: nothing
UNWIND $marks AS mark
MERGE (g:MarkGate {mark: mark})
DELETE g
