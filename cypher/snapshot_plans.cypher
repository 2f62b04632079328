// snapshot_plans: plan versions as known at a time.
// In:  $knownAt datetime
// Out: file string, validFrom date, sha256 string, text string
MATCH (v:PlanVersion)
WHERE v.validFrom >= date('0001-01-01') AND v.recorded <= $knownAt AND v.superseded > $knownAt
RETURN v.file AS file, v.validFrom AS validFrom, v.sha256 AS sha256, v.text AS text
ORDER BY validFrom
