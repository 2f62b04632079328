// partner_recorded: keeps when a partner who is locked was touched.
// In:  $id string, $recorded datetime
// Out: nothing
MATCH (p:Partner {id: $id})
SET p.touched = $recorded
