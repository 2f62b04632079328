// migration_lock: makes the node that migrations lock, and locks it until the transaction ends.
// In:  nothing
// Out: nothing
MERGE (l:MigrationLock {id: 'schema'})
SET l.locked = timestamp()
