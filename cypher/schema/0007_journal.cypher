// The journal of changes in the object store: how far it has come, as this database knows it. `changed` of a cancellation is
// when anything of it was recorded last, as it is of partners and orders; the journal asks for that.
CREATE CONSTRAINT journal_id IF NOT EXISTS FOR (j:Journal) REQUIRE j.id IS UNIQUE;
CREATE INDEX cancellation_changed IF NOT EXISTS FOR (c:Cancellation) ON (c.changed);
MERGE (j:Journal {id: 'journal'}) ON CREATE SET j.no = 0, j.sha256 = '', j.rehearsal = false;
