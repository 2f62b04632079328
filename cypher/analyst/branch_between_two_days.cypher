// branch_between_two_days: who came below a partner and who left, between the ends of two days, as known at a time.
// In:  $partner string, $from date, $to date, $knownAt datetime
// Out: partner string, name string, change string (entered, joined, left), sponsor string (at the end of $to; null: a root)
// Example: $partner = 'P0000001', $from = date('2026-01-31'), $to = date('2026-02-28'), $knownAt = datetime()
MATCH (top:Partner {id: $partner})
CALL (top) {
  MATCH (top)
    (()<-[old:SPONSORED_BY WHERE old.from <= $from AND old.to > $from AND old.recorded <= $knownAt AND old.superseded > $knownAt]-()){1,}
    (member:Partner)
  RETURN DISTINCT member, -1 AS change
  UNION ALL
  MATCH (top)
    (()<-[new:SPONSORED_BY WHERE new.from <= $to AND new.to > $to AND new.recorded <= $knownAt AND new.superseded > $knownAt]-()){1,}
    (member:Partner)
  RETURN DISTINCT member, 1 AS change
}
WITH member, sum(change) AS change
WHERE change <> 0
OPTIONAL MATCH (member)-[r:SPONSORED_BY]->(sponsor:Partner)
WHERE r.from <= $to AND r.to > $to AND r.recorded <= $knownAt AND r.superseded > $knownAt
OPTIONAL MATCH (member)-[:WAS]->(then:PartnerVersion)
WHERE then.recorded <= $knownAt AND then.superseded > $knownAt
WITH member, coalesce(then, member) AS known, change, sponsor
RETURN member.id AS partner, known.name AS name,
       CASE WHEN change < 0 THEN 'left' WHEN known.joined > $from THEN 'joined' ELSE 'entered' END AS change, sponsor.id AS sponsor
ORDER BY change, partner
