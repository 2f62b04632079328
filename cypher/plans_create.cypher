// plans_create: records plan versions, each the only open one of its first day.
// In:  $rows list of [file string, validFrom date, sha256 string, text string, openKey string, currency string], $recorded datetime, $superseded datetime
// Out: nothing
UNWIND $rows AS row
CREATE (:PlanVersion {file: row[0], validFrom: row[1], sha256: row[2], text: row[3], openKey: row[4], currency: row[5], recorded: $recorded, superseded: $superseded})
