// audit_anchored: remembers the latest anchor, and the one that is about to follow it.
// In:  $no int, $hash string, $nextNo int, $nextHash string
// Out: nothing
MERGE (a:AuditAnchors {id: 'anchors'})
SET a.no = $no, a.hash = $hash, a.nextNo = $nextNo, a.nextHash = $nextHash
