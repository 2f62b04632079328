// erasure_names: takes a person's name off the partner, whose number stays; now and in what was recorded before; and why the contract ended.
// In:  $partner string, $before datetime (what was recorded later stays), $recorded datetime
// Out: nothing
MATCH (p:Partner {id: $partner})
SET p.name = CASE WHEN p.recorded <= $before THEN p.id ELSE p.name END, p.changed = $recorded
WITH p
CALL (p) {
  MATCH (e:ContractEnd {partner: p.id})
  WHERE e.recorded <= $before
  SET e.reason = '', e.changed = $recorded
}
MATCH (p)-[:WAS]->(v:PartnerVersion)
WHERE v.recorded <= $before
SET v.name = p.id
