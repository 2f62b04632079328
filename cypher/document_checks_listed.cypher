// document_checks_listed: checks of documents, the latest first.
// In:  $no int (of the last before), $limit int
// Out: id string, seq int, recorded datetime, seed int, documents int, contents int, bytes int, problems int, oldest datetime (null: there are none), late bool, findings string (JSON)
MATCH (c:DocumentCheck)
USING INDEX SEEK c:DocumentCheck(seq)
WHERE c.seq < $no
RETURN c.id AS id, c.seq AS seq, c.recorded AS recorded, c.seed AS seed, c.documents AS documents, c.contents AS contents, c.bytes AS bytes,
       c.problems AS problems, c.oldest AS oldest, c.late AS late, c.findings AS findings
ORDER BY seq DESC
LIMIT $limit
