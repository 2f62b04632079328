// Partners and where they stand. A relationship that is open (no end, not superseded) carries keys, and each key is
// unique: so nobody has two open sponsors, and no slot two partners. The keys go when the relationship is closed.
// `changed` of a partner is when anything of the partner was recorded last: who follows the graph asks for that. Recorded and
// superseded have no index, since the planner would walk it instead of the few relationships of a partner.
CREATE CONSTRAINT partner_id IF NOT EXISTS FOR (p:Partner) REQUIRE p.id IS UNIQUE;
CREATE CONSTRAINT partner_seq IF NOT EXISTS FOR (p:Partner) REQUIRE p.seq IS UNIQUE;
CREATE INDEX partner_joined IF NOT EXISTS FOR (p:Partner) ON (p.joined);
CREATE CONSTRAINT partner_version_seq IF NOT EXISTS FOR (v:PartnerVersion) REQUIRE v.seq IS UNIQUE;
CREATE CONSTRAINT tree_id IF NOT EXISTS FOR (t:Tree) REQUIRE t.id IS UNIQUE;
CREATE CONSTRAINT rank_id IF NOT EXISTS FOR (r:Rank) REQUIRE r.id IS UNIQUE;
CREATE CONSTRAINT status_id IF NOT EXISTS FOR (s:Status) REQUIRE s.id IS UNIQUE;
CREATE CONSTRAINT sponsorship_open IF NOT EXISTS FOR ()-[r:SPONSORED_BY]-() REQUIRE r.openKey IS UNIQUE;
CREATE CONSTRAINT placement_open IF NOT EXISTS FOR ()-[r:PLACED_UNDER]-() REQUIRE r.openKey IS UNIQUE;
CREATE CONSTRAINT placement_slot IF NOT EXISTS FOR ()-[r:PLACED_UNDER]-() REQUIRE r.slotKey IS UNIQUE;
CREATE CONSTRAINT sponsorship_seq IF NOT EXISTS FOR ()-[r:SPONSORED_BY]-() REQUIRE r.seq IS UNIQUE;
CREATE CONSTRAINT placement_seq IF NOT EXISTS FOR ()-[r:PLACED_UNDER]-() REQUIRE r.seq IS UNIQUE;
CREATE CONSTRAINT status_seq IF NOT EXISTS FOR ()-[r:HAS_STATUS]-() REQUIRE r.seq IS UNIQUE;
CREATE CONSTRAINT career_seq IF NOT EXISTS FOR ()-[r:HOLDS]-() REQUIRE r.seq IS UNIQUE;
CREATE INDEX career_override IF NOT EXISTS FOR ()-[r:HOLDS]-() ON (r.override);
CREATE INDEX career_run IF NOT EXISTS FOR ()-[r:HOLDS]-() ON (r.run);
CREATE INDEX partner_changed IF NOT EXISTS FOR (p:Partner) ON (p.changed);
CREATE FULLTEXT INDEX partner_text IF NOT EXISTS FOR (p:Partner) ON EACH [p.id, p.name]
OPTIONS {indexConfig: {`fulltext.eventually_consistent`: true}};
MERGE (t:Tree {id: 'sponsor'}) ON CREATE SET t.no = 0, t.kind = 'sponsor', t.width = 0, t.auto = false;
UNWIND ['active', 'suspended', 'terminated'] AS id MERGE (:Status {id: id});
