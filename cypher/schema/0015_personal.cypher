// What was erased of whom: it proves the erasure, and is what is erased again when the company is brought back. It goes into the journal.
CREATE CONSTRAINT erasure_id IF NOT EXISTS FOR (e:Erasure) REQUIRE e.id IS UNIQUE;
CREATE CONSTRAINT erasure_seq IF NOT EXISTS FOR (e:Erasure) REQUIRE e.seq IS UNIQUE;
CREATE INDEX erasure_changed IF NOT EXISTS FOR (e:Erasure) ON (e.changed);
// Markets of partners, and departments that look after them: what scopes of profiles name. They are no facts of settlements.
// A caretaker is a department as partners have it, with its id: analysts read what partners lead to, and no way may lead to users.
CREATE CONSTRAINT caretaker_id IF NOT EXISTS FOR (c:Caretaker) REQUIRE c.id IS UNIQUE;
CREATE CONSTRAINT market_id IF NOT EXISTS FOR (m:Market) REQUIRE m.id IS UNIQUE;
CREATE CONSTRAINT in_market_seq IF NOT EXISTS FOR ()-[r:IN_MARKET]-() REQUIRE r.seq IS UNIQUE;
CREATE CONSTRAINT looked_after_seq IF NOT EXISTS FOR ()-[r:LOOKED_AFTER_BY]-() REQUIRE r.seq IS UNIQUE;
UNWIND ['erasure', 'market', 'looked after'] AS name
MERGE (c:Counter {name: name})
ON CREATE SET c.next = 0;
