// audit_receipts: the receipts of a stripe whose first entries have numbers behind one and up to another.
// In:  $stripe int, $after int, $through int
// Out: id string, first int, last int, recorded datetime, actor string, operation string
MATCH (c:Change)
WHERE c.stripe = $stripe AND c.first > $after AND c.first <= $through
RETURN c.id AS id, c.first AS first, c.last AS last, c.recorded AS recorded, c.actor AS actor, c.operation AS operation
ORDER BY first
