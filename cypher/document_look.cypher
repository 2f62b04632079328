// document_look: keeps that somebody has looked at a document on a day; whoever has, is kept once.
// In:  $id string, $properties map
// Out: nothing
MERGE (l:DocumentLook {id: $id})
ON CREATE SET l += $properties
