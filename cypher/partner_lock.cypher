// partner_lock: locks a partner until the transaction ends, so that changes of status and rank come one after the other.
// In:  $id string
// Out: recorded datetime (of what is known)
MATCH (p:Partner {id: $id})
SET p.locked = timestamp()
RETURN CASE WHEN p.touched > p.recorded THEN p.touched ELSE p.recorded END AS recorded
