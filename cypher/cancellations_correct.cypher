// cancellations_correct: keeps what cancellations were recorded as, and records what is right. superseded is now for one that is withdrawn.
// In:  $rows list of [seq int, cancelledOn date, share int, superseded datetime, version int], $recorded datetime
// Out: corrected int
UNWIND $rows AS row
MATCH (c:Cancellation {seq: row[0]})
CREATE (c)-[:WAS]->(:CancellationVersion {seq: row[4], order: c.order, cancelledOn: c.cancelledOn, share: c.share, reason: c.reason,
                                          recorded: c.recorded, superseded: $recorded})
SET c.cancelledOn = row[1], c.share = row[2], c.superseded = row[3], c.recorded = $recorded, c.changed = $recorded
RETURN count(*) AS corrected
