// plan_in_force: the plan version in force on a day, as known now.
// In:  $day date
// Out: file string, currency string
MATCH (v:PlanVersion)
WHERE v.validFrom <= $day AND v.superseded = datetime('9999-12-31T00:00:00Z')
RETURN v.file AS file, v.currency AS currency
ORDER BY v.validFrom DESC
LIMIT 1
