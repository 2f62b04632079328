// Runs. A run that is not discarded carries its period as liveKey, and a posted one as postedKey: two runs of one
// period cannot both be under way, and cannot both be posted.
CREATE CONSTRAINT run_id IF NOT EXISTS FOR (r:Run) REQUIRE r.id IS UNIQUE;
CREATE CONSTRAINT run_no IF NOT EXISTS FOR (r:Run) REQUIRE r.no IS UNIQUE;
CREATE CONSTRAINT run_live IF NOT EXISTS FOR (r:Run) REQUIRE r.liveKey IS UNIQUE;
CREATE CONSTRAINT run_posted IF NOT EXISTS FOR (r:Run) REQUIRE r.postedKey IS UNIQUE;
CREATE INDEX run_period IF NOT EXISTS FOR (r:Run) ON (r.period);
CREATE CONSTRAINT statement_key IF NOT EXISTS FOR (s:Statement) REQUIRE (s.run, s.partner) IS UNIQUE;
CREATE INDEX earned_run IF NOT EXISTS FOR ()-[e:EARNED]-() ON (e.run);
CREATE CONSTRAINT import_live IF NOT EXISTS FOR (i:Import) REQUIRE i.liveKey IS UNIQUE;
CREATE INDEX import_finished IF NOT EXISTS FOR (i:Import) ON (i.finished);
