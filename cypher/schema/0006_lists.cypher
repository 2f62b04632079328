// What lists are sorted and found by (see graph/slice.go), besides what has an index already.
CREATE INDEX partner_name IF NOT EXISTS FOR (p:Partner) ON (p.name);
CREATE INDEX statement_payout IF NOT EXISTS FOR (s:Statement) ON (s.run, s.payout, s.partner);
CREATE INDEX plan_sha256 IF NOT EXISTS FOR (p:PlanVersion) ON (p.sha256);
