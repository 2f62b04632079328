// migration_lock_constraint: keeps the node that migrations lock the only one, whoever makes it first.
// In:  nothing
// Out: nothing
CREATE CONSTRAINT migration_lock IF NOT EXISTS FOR (l:MigrationLock) REQUIRE l.id IS UNIQUE
