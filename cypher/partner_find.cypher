// partner_find: a partner as recorded now.
// In:  $id string
// Out: seq int, name string, joined date
MATCH (p:Partner {id: $id})
RETURN p.seq AS seq, p.name AS name, p.joined AS joined
