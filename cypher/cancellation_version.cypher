// cancellation_version: when a cancellation was changed last.
// In:  $id string
// Out: times list of datetime
MATCH (c:Cancellation {id: $id})
RETURN [c.recorded] AS times
