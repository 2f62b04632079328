// document_looks: who has looked at a document, the latest first.
// In:  $document int, $no int (of the last before), $limit int
// Out: seq int, actor string, day date, version int, recorded datetime (the first time on that day)
MATCH (l:DocumentLook)
USING INDEX SEEK l:DocumentLook(document, seq)
WHERE l.document = $document AND l.seq < $no
WITH l ORDER BY l.seq DESC LIMIT $limit
RETURN l.seq AS seq, l.actor AS actor, l.day AS day, l.version AS version, l.recorded AS recorded
ORDER BY seq DESC
