// Lists of audit entries are in the order of time, so that a page of what somebody did, or of one operation, is read from the index alone.
DROP INDEX audit_entry_actor IF EXISTS;
CREATE INDEX audit_entry_actor_recorded IF NOT EXISTS FOR (e:AuditEntry) ON (e.actor, e.recorded);
CREATE INDEX audit_entry_operation_recorded IF NOT EXISTS FOR (e:AuditEntry) ON (e.operation, e.recorded);
