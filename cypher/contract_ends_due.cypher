// contract_ends_due: contracts that have ended, and whose partners still stand where they stood.
// In:  $now datetime, $limit int
// Out: partner string, kind string, from date
MATCH (e:ContractEnd)
WHERE e.due <= $now
RETURN e.partner AS partner, e.kind AS kind, e.from AS from
LIMIT $limit
