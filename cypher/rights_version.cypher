// rights_version: the version of what anybody may do.
// In:  nothing
// Out: version int
MATCH (r:Rights {name: 'rights'})
RETURN r.version AS version
