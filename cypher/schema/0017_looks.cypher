// Who has looked at which document (see graph/dms): once a user, document and day.
CREATE CONSTRAINT document_look_id IF NOT EXISTS FOR (l:DocumentLook) REQUIRE l.id IS UNIQUE;
CREATE CONSTRAINT document_look_seq IF NOT EXISTS FOR (l:DocumentLook) REQUIRE l.seq IS UNIQUE;
CREATE INDEX document_look_document IF NOT EXISTS FOR (l:DocumentLook) ON (l.document, l.seq);
CREATE INDEX document_look_changed IF NOT EXISTS FOR (l:DocumentLook) ON (l.changed);
MERGE (c:Counter {name: 'document look'})
ON CREATE SET c.next = 1;
