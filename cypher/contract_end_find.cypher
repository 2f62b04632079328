// contract_end_find: how and when a partner's contract ends.
// In:  $partner string
// Out: partner string, kind string, from date, applied bool
MATCH (e:ContractEnd {partner: $partner})
RETURN e.partner AS partner, e.kind AS kind, e.from AS from, e.due IS NULL AS applied
