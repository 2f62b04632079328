// orders_corrected_between_two_times: which orders were paid, corrected or withdrawn by what was recorded between two times: what had been known of them, and what since.
// In:  $since datetime, $until datetime
// Out: order string, recorded datetime, change string (paid, corrected, withdrawn), partnerBefore string, partner string, paidBefore date, paid date (9999-12-31: not paid), pointsBefore float, points float
// Example: $since = datetime('2026-03-01T00:00:00Z'), $until = datetime()
MATCH (o:Order)-[:WAS]->(old:OrderVersion)
USING INDEX SEEK o:Order(changed)
WHERE o.changed > $since AND old.superseded > $since AND old.superseded <= $until
OPTIONAL MATCH (o)-[:WAS]->(later:OrderVersion)
WHERE later.recorded = old.superseded
WITH o, old, coalesce(later, o) AS new
MATCH (seller:Partner {seq: old.partner})
MATCH (partner:Partner {seq: new.partner})
RETURN o.id AS order, new.recorded AS recorded,
       CASE WHEN new.superseded = new.recorded THEN 'withdrawn'
            WHEN old.paidOn = date('9999-12-31') AND new.paidOn < old.paidOn AND seller = partner AND old.points = new.points AND old.cv = new.cv
              AND old.placedOn = new.placedOn AND old.kind = new.kind THEN 'paid'
            ELSE 'corrected' END AS change,
       seller.id AS partnerBefore, partner.id AS partner, old.paidOn AS paidBefore, new.paidOn AS paid,
       old.points / 10000.0 AS pointsBefore, new.points / 10000.0 AS points
ORDER BY recorded, order
