// plan_find: a plan version by the sum of its text; if it was published more than once, what holds longest.
// In:  $sha256 string
// Out: file string, validFrom date, sha256 string, currency string, recorded datetime, superseded datetime, text string
MATCH (v:PlanVersion {sha256: $sha256})
RETURN v.file AS file, v.validFrom AS validFrom, v.sha256 AS sha256, v.currency AS currency, v.recorded AS recorded, v.superseded AS superseded, v.text AS text
ORDER BY superseded DESC, recorded DESC
LIMIT 1
