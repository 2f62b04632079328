// corrections_between_two_times: what was recorded anew about sponsors between two times: what was believed before, and what is believed since.
// In:  $since datetime, $until datetime
// Out: partner string, recorded datetime, before string, after string, from date
// Times: the times of knowing are what is asked for, and so not read
// Scan: every sponsorship may have been superseded in between
// Example: $since = datetime('2026-03-01T00:00:00Z'), $until = datetime()
MATCH (p:Partner)-[old:SPONSORED_BY]->(before:Partner)
WHERE old.superseded > $since AND old.superseded <= $until
OPTIONAL MATCH (p)-[new:SPONSORED_BY]->(after:Partner)
WHERE new.recorded = old.superseded AND new.from <= old.from AND new.to > old.from
RETURN p.id AS partner, old.superseded AS recorded, before.id AS before, after.id AS after, old.from AS from
ORDER BY recorded, partner
