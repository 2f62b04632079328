// The clock of the facts: who records something locks one stripe, and so no two changes that share a stripe overlap;
// who takes a snapshot locks them all, and so knows that everything recorded before is committed.
CREATE CONSTRAINT clock_stripe IF NOT EXISTS FOR (c:Clock) REQUIRE c.stripe IS UNIQUE;
CREATE CONSTRAINT counter_name IF NOT EXISTS FOR (c:Counter) REQUIRE c.name IS UNIQUE;
CREATE CONSTRAINT lease_name IF NOT EXISTS FOR (l:Lease) REQUIRE l.name IS UNIQUE;
CREATE CONSTRAINT change_id IF NOT EXISTS FOR (c:Change) REQUIRE c.id IS UNIQUE;
CREATE INDEX change_recorded IF NOT EXISTS FOR (c:Change) ON (c.recorded);
UNWIND range(0, 15) AS stripe
MERGE (c:Clock {stripe: stripe})
ON CREATE SET c.recorded = datetime('0001-01-01T00:00:00Z'), c.live = 0;
UNWIND ['partner', 'order', 'cancellation', 'sponsorship', 'placement', 'status', 'career', 'version', 'run'] AS name
MERGE (c:Counter {name: name})
ON CREATE SET c.next = 0;
