// Documents (see graph/dms): what they are, about whom, and their words for the full text. Their bytes are in the object store. What is
// numbered and says when it was changed goes into the journal.
CREATE CONSTRAINT document_id IF NOT EXISTS FOR (d:Document) REQUIRE d.id IS UNIQUE;
CREATE CONSTRAINT document_seq IF NOT EXISTS FOR (d:Document) REQUIRE d.seq IS UNIQUE;
CREATE INDEX document_changed IF NOT EXISTS FOR (d:Document) ON (d.changed);
CREATE INDEX document_state IF NOT EXISTS FOR (d:Document) ON (d.state, d.seq);
CREATE INDEX document_class IF NOT EXISTS FOR (d:Document) ON (d.class, d.seq);
CREATE INDEX document_number IF NOT EXISTS FOR (d:Document) ON (d.number);
CREATE INDEX document_keep IF NOT EXISTS FOR (d:Document) ON (d.keep);
CREATE INDEX document_proposed IF NOT EXISTS FOR (d:Document) ON (d.proposed);
CREATE CONSTRAINT document_text_seq IF NOT EXISTS FOR (t:DocumentText) REQUIRE t.seq IS UNIQUE;
CREATE INDEX document_text_changed IF NOT EXISTS FOR (t:DocumentText) ON (t.changed);
CREATE FULLTEXT INDEX document_words IF NOT EXISTS FOR (t:DocumentText) ON EACH [t.text, t.title, t.facets] OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};
CREATE CONSTRAINT credit_note_number IF NOT EXISTS FOR (n:CreditNote) REQUIRE n.number IS UNIQUE;
CREATE CONSTRAINT credit_note_seq IF NOT EXISTS FOR (n:CreditNote) REQUIRE n.seq IS UNIQUE;
CREATE CONSTRAINT credit_note_key IF NOT EXISTS FOR (n:CreditNote) REQUIRE n.key IS UNIQUE;
CREATE INDEX credit_note_partner IF NOT EXISTS FOR (n:CreditNote) ON (n.partner);
CREATE INDEX credit_note_run IF NOT EXISTS FOR (n:CreditNote) ON (n.run);
CREATE INDEX credit_note_changed IF NOT EXISTS FOR (n:CreditNote) ON (n.changed);
CREATE CONSTRAINT saved_search_id IF NOT EXISTS FOR (s:SavedSearch) REQUIRE s.id IS UNIQUE;
CREATE INDEX saved_search_owner IF NOT EXISTS FOR (s:SavedSearch) ON (s.owner);
CREATE INDEX saved_search_shared IF NOT EXISTS FOR (s:SavedSearch) ON (s.shared);
UNWIND ['document', 'credit note'] AS name
MERGE (c:Counter {name: name})
ON CREATE SET c.next = 1;
