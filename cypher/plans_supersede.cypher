// plans_supersede: closes plan versions that are replaced.
// In:  $keys list of string, $recorded datetime
// Out: superseded int
UNWIND $keys AS key
MATCH (v:PlanVersion {openKey: key})
SET v.superseded = $recorded
REMOVE v.openKey
RETURN count(*) AS superseded
