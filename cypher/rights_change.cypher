// rights_change: says that what somebody may do has changed, to whoever keeps it in memory.
// In:  nothing
// Out: nothing
MATCH (r:Rights {name: 'rights'})
SET r.version = r.version + 1
