// document_replace: gives a document another content, and keeps what it was before.
// In:  $id string, $properties map, $text string, $recorded datetime, $reason string, $by string
// Out: nothing
MATCH (d:Document {id: $id})
MATCH (t:DocumentText {seq: d.seq})
CREATE (d)-[:WAS]->(v:DocumentVersion {sha256: d.sha256, size: d.size, type: d.type, file: d.file, pages: d.pages, verdict: d.verdict, encoding: d.encoding, version: d.version,
                                       recorded: coalesce(d.replaced, d.recorded), superseded: $recorded, reason: $reason, by: $by})
SET d += $properties, d.replaced = $recorded, t.text = $text, t.changed = $recorded
