// migration_record: records that a migration was applied.
// In:  $name string, $sha256 string, $applied datetime
// Out: nothing
CREATE (:Migration {name: $name, sha256: $sha256, applied: $applied})
