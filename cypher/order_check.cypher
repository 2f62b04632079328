// order_check: what recording an order must know: the partner, the plan version in force on the day, and whether the id is taken.
// In:  $id string, $partner string, $day date
// Out: partner int (null: there is none), joined date, currency string (null: no plan version is in force), taken bool, withdrawn bool
OPTIONAL MATCH (p:Partner {id: $partner})
OPTIONAL MATCH (o:Order {id: $id})
WITH p, o, head(COLLECT {
       MATCH (v:PlanVersion)
       WHERE v.validFrom <= $day AND v.superseded = datetime('9999-12-31T00:00:00Z')
       RETURN v.currency ORDER BY v.validFrom DESC LIMIT 1 }) AS currency
RETURN p.seq AS partner, p.joined AS joined, currency, o IS NOT NULL AS taken, coalesce(o.superseded < datetime('9999-12-31T00:00:00Z'), false) AS withdrawn
