// partners_correct: keeps what partners were recorded as, and records what is right.
// In:  $rows list of [seq int, name string, joined date, version int], $recorded datetime
// Out: nothing
UNWIND $rows AS row
MATCH (p:Partner {seq: row[0]})
CREATE (p)-[:WAS]->(:PartnerVersion {seq: row[3], name: p.name, joined: p.joined, recorded: p.recorded, superseded: $recorded})
SET p.name = row[1], p.joined = row[2], p.recorded = $recorded, p.changed = $recorded
