// What was erased of whom: it proves the erasure, and is what is erased again when the company is brought back. It goes into the journal.
CREATE CONSTRAINT erasure_id IF NOT EXISTS FOR (e:Erasure) REQUIRE e.id IS UNIQUE;
CREATE CONSTRAINT erasure_seq IF NOT EXISTS FOR (e:Erasure) REQUIRE e.seq IS UNIQUE;
CREATE INDEX erasure_changed IF NOT EXISTS FOR (e:Erasure) ON (e.changed);
MERGE (c:Counter {name: 'erasure'}) ON CREATE SET c.next = 0;
