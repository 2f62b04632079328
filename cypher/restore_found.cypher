// restore_found: what the database holds already.
// In:  nothing
// Out: kind string
// Scan: one of them is enough
MATCH (n:Partner|Order|Cancellation|PlanVersion|Run|Import|Change|Job|Statement|User)
RETURN labels(n)[0] AS kind
LIMIT 1
