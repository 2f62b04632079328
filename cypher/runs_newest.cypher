// runs_newest: runs of periods, the newest first.
// In:  $no int (of the last before), $from string, $through string (YYYY-MM), $kind string, $state string (empty: all), $limit int
// Out: the columns of a run (graph/run_record.go)
MATCH (r:Run)
USING INDEX SEEK r:Run(no)
WHERE r.no < $no AND r.period >= $from AND r.period <= $through AND ($kind = '' OR r.kind = $kind) AND ($state = '' OR r.state = $state)
RETURN r.id AS id, r.no AS no, r.kind AS kind, r.period AS period, r.state AS state, r.token AS token, r.first AS first,
       r.knownAt AS knownAt, r.facts AS facts, r.lastDay AS lastDay, r.digest AS digest, r.plans AS plans,
       r.evidence AS evidence, r.hashes AS hashes, r.sizes AS sizes, r.orders AS orders, r.late AS late, r.cancellations AS cancellations,
       r.lines AS lines, r.statements AS statements, r.careers AS careers, r.payout AS payout, r.currency AS currency, r.scale AS scale,
       r.startedAt AS startedAt, r.computedAt AS computedAt, r.computedBy AS computedBy, r.approvedAt AS approvedAt, r.approvedBy AS approvedBy,
       r.postedAt AS postedAt, r.postedBy AS postedBy, r.discardedAt AS discardedAt, r.discardedBy AS discardedBy, r.reason AS reason,
       r.absorbedBy AS absorbedBy
ORDER BY r.no DESC
LIMIT $limit
