// spent_link_find: whether a link belonged to an application that is forgotten.
// In:  $hash string
// Out: hash string
MATCH (l:SpentLink {hash: $hash})
RETURN l.hash AS hash
