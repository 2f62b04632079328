// partner_version: when a partner was changed last.
// In:  $id string
// Out: times list of datetime
MATCH (p:Partner {id: $id})
RETURN [p.recorded, p.changed] AS times
