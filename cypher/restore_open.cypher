// restore_open: opens the database again.
// In:  nothing
// Out: nothing
MATCH (i:Import {liveKey: 'import'})
DELETE i
