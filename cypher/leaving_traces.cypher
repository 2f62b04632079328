// leaving_traces: whether anything rests on a partner besides the structure: an order, or a statement of a run.
// In:  $partner int
// Out: traces bool
MATCH (p:Partner {seq: $partner})
RETURN EXISTS { (p)<-[credited:CREDITED_TO]-(:Order) WHERE credited.superseded = datetime('9999-12-31T00:00:00Z') }
    OR EXISTS { (p)<-[:FOR]-(:Statement) } AS traces
