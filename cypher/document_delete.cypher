// document_delete: leaves of a document what proves that it was, and that it was deleted.
// In:  $id string, $recorded datetime, $by string, $reason string, $proof string (JSON), $erasure string (of a person; null: of none)
// Out: nothing
MATCH (d:Document {id: $id})
SET d.state = 'deleted', d.title = '', d.file = '', d.tags = [], d.deleted = $recorded, d.deletedBy = $by, d.deletedBecause = $reason, d.hold = false,
    d.proof = $proof, d.erasure = $erasure, d.proposed = null, d.checked = null, d.changed = $recorded
WITH d
OPTIONAL MATCH (t:DocumentText {seq: d.seq})
SET t.text = '', t.title = '', t.facets = '', t.changed = $recorded
WITH d
OPTIONAL MATCH (d)-[:WAS]->(v:DocumentVersion)
SET v.file = '', d.suggested = null
