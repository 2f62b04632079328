// How documents are kept: when the bytes of each were looked at last, which are held, and what each nightly check has found.
CREATE INDEX document_checked IF NOT EXISTS FOR (d:Document) ON (d.checked);
CREATE INDEX document_hold IF NOT EXISTS FOR (d:Document) ON (d.hold);
CREATE CONSTRAINT document_check_id IF NOT EXISTS FOR (c:DocumentCheck) REQUIRE c.id IS UNIQUE;
CREATE CONSTRAINT document_check_seq IF NOT EXISTS FOR (c:DocumentCheck) REQUIRE c.seq IS UNIQUE;
CREATE INDEX document_check_changed IF NOT EXISTS FOR (c:DocumentCheck) ON (c.changed);
MATCH (d:Document)
WHERE d.checked IS NULL AND d.state <> 'deleted'
SET d.checked = d.recorded;
MERGE (c:Counter {name: 'document check'})
ON CREATE SET c.next = 1;
