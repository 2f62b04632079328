// contract_end_write: records how and when a partner's contract ends.
// In:  $partner string, $seq int, $kind string, $from date, $due datetime (null: the trees are changed already), $actor string, $reason string, $recorded datetime
// Out: nothing
MERGE (e:ContractEnd {partner: $partner})
ON CREATE SET e.seq = $seq
SET e.kind = $kind, e.from = $from, e.due = $due, e.actor = $actor, e.reason = $reason, e.recorded = $recorded, e.changed = $recorded
