// The audit: a chain of entries for each stripe of the clock, which keeps where its chain ends. What can be erased of an entry stands
// in bodies, which are found by its stripe and number. The properties by which entries are found are not what is verified: that is the text.
CREATE CONSTRAINT audit_entry_no IF NOT EXISTS FOR (e:AuditEntry) REQUIRE (e.stripe, e.no) IS UNIQUE;
CREATE INDEX audit_entry_of IF NOT EXISTS FOR (e:AuditEntry) ON (e.kind, e.key);
CREATE INDEX audit_entry_actor IF NOT EXISTS FOR (e:AuditEntry) ON (e.actor);
CREATE INDEX audit_entry_recorded IF NOT EXISTS FOR (e:AuditEntry) ON (e.recorded);
CREATE INDEX audit_entry_erased IF NOT EXISTS FOR (e:AuditEntry) ON (e.erased);
CREATE INDEX audit_body_place IF NOT EXISTS FOR (b:AuditBody) ON (b.stripe, b.no, b.place);
CREATE INDEX audit_body_subject IF NOT EXISTS FOR (b:AuditBody) ON (b.subject);
CREATE INDEX change_entries IF NOT EXISTS FOR (c:Change) ON (c.stripe, c.first);
CREATE CONSTRAINT audit_anchors_id IF NOT EXISTS FOR (a:AuditAnchors) REQUIRE a.id IS UNIQUE;
MATCH (c:Clock) WHERE c.stripe >= 0 SET c.auditNo = coalesce(c.auditNo, 0), c.auditHash = coalesce(c.auditHash, '');
MERGE (a:AuditAnchors {id: 'anchors'}) ON CREATE SET a.no = 0, a.hash = '', a.nextNo = 0, a.nextHash = '';
