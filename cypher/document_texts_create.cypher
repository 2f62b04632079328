// document_texts_create: keeps the words of documents for the full text.
// In:  $rows list of [seq int, text string, title string, facets string], $recorded datetime
// Out: nothing
UNWIND $rows AS row
CREATE (:DocumentText {seq: row[0], text: row[1], title: row[2], facets: row[3], changed: $recorded})
