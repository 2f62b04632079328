// audit_anchors: the latest anchor that this database remembers, and the one that was about to follow it.
// In:  nothing
// Out: no int, hash string, nextNo int, nextHash string
MATCH (a:AuditAnchors {id: 'anchors'})
RETURN a.no AS no, a.hash AS hash, a.nextNo AS nextNo, a.nextHash AS nextHash
