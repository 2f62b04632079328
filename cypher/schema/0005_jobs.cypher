// Jobs: work that is queued, the outbox at the same time; and what is done regularly. A job is told by its id, those that are
// due by state and time, those that have changed by `changed`, and a person's view by when they were made.
CREATE CONSTRAINT job_id IF NOT EXISTS FOR (j:Job) REQUIRE j.id IS UNIQUE;
CREATE INDEX job_due IF NOT EXISTS FOR (j:Job) ON (j.state, j.dueAt);
CREATE INDEX job_alive IF NOT EXISTS FOR (j:Job) ON (j.state, j.progressAt);
CREATE INDEX job_changed IF NOT EXISTS FOR (j:Job) ON (j.changed);
CREATE INDEX job_created IF NOT EXISTS FOR (j:Job) ON (j.createdAt);
CREATE INDEX job_finished IF NOT EXISTS FOR (j:Job) ON (j.finishedAt);
CREATE CONSTRAINT schedule_name IF NOT EXISTS FOR (s:Schedule) REQUIRE s.name IS UNIQUE;
