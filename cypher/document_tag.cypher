// document_tag: gives a document a tag, if the document is there and lacks it.
// In:  $id string, $tag string, $facet string, $recorded datetime
// Out: nothing
MATCH (d:Document {id: $id})
SET d.locked = true
REMOVE d.locked
WITH d
WHERE NOT $tag IN coalesce(d.tags, [])
MATCH (t:DocumentText {seq: d.seq})
SET d.tags = coalesce(d.tags, []) + $tag, d.changed = $recorded, t.facets = t.facets + ' ' + $facet, t.changed = $recorded
