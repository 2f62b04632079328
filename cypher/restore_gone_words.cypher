// restore_gone_words: deletes the words of documents that are deleted, and what their files were called.
// In:  nothing
// Out: nothing
MATCH (d:Document)
USING INDEX SEEK d:Document(state, seq)
WHERE d.state = 'deleted' AND d.seq > 0
CALL (d) {
  MATCH (t:DocumentText {seq: d.seq})
  SET t.text = '', t.title = '', t.facets = '', t.changed = d.changed
}
CALL (d) {
  MATCH (d)-[:WAS]->(v:DocumentVersion)
  SET v.file = ''
}
