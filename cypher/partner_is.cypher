// partner_is: whether there is a partner.
// In:  $id string
// Out: id string
MATCH (p:Partner {id: $id})
RETURN p.id AS id
