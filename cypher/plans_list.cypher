// plans_list: plan versions as known at a time, by first day.
// In:  $knownAt datetime
// Out: file string, validFrom date, sha256 string, currency string, recorded datetime, superseded datetime
MATCH (v:PlanVersion)
WHERE v.validFrom >= date('0001-01-01') AND v.recorded <= $knownAt AND v.superseded > $knownAt
RETURN v.file AS file, v.validFrom AS validFrom, v.sha256 AS sha256, v.currency AS currency, v.recorded AS recorded, v.superseded AS superseded
ORDER BY validFrom
