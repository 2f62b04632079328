// Online registration (see graph/registrations). Nothing is kept of who never confirms, so applications carry when they are due.
CREATE CONSTRAINT application_id IF NOT EXISTS FOR (a:Application) REQUIRE a.id IS UNIQUE;
CREATE CONSTRAINT application_seq IF NOT EXISTS FOR (a:Application) REQUIRE a.seq IS UNIQUE;
CREATE CONSTRAINT application_partner IF NOT EXISTS FOR (a:Application) REQUIRE a.partner IS UNIQUE;
CREATE INDEX application_due IF NOT EXISTS FOR (a:Application) ON (a.due);
CREATE INDEX application_address IF NOT EXISTS FOR (a:Application) ON (a.address);
CREATE INDEX application_sponsor IF NOT EXISTS FOR (a:Application) ON (a.sponsor);
CREATE INDEX application_waiting IF NOT EXISTS FOR (a:Application) ON (a.waiting);
CREATE CONSTRAINT application_link_hash IF NOT EXISTS FOR (l:ApplicationLink) REQUIRE l.hash IS UNIQUE;
CREATE INDEX application_link_of IF NOT EXISTS FOR (l:ApplicationLink) ON (l.application);
CREATE CONSTRAINT spent_link_hash IF NOT EXISTS FOR (l:SpentLink) REQUIRE l.hash IS UNIQUE;
CREATE INDEX spent_link_until IF NOT EXISTS FOR (l:SpentLink) ON (l.until);
CREATE CONSTRAINT mail_times_address IF NOT EXISTS FOR (m:MailTimes) REQUIRE m.address IS UNIQUE;
CREATE INDEX mail_times_until IF NOT EXISTS FOR (m:MailTimes) ON (m.until);
CREATE INDEX mark_key IF NOT EXISTS FOR (m:Mark) ON (m.key);
CREATE INDEX mark_holder IF NOT EXISTS FOR (m:Mark) ON (m.holder);
CREATE CONSTRAINT registration_code IF NOT EXISTS FOR (c:RegistrationCode) REQUIRE c.code IS UNIQUE;
CREATE CONSTRAINT registration_code_partner IF NOT EXISTS FOR (c:RegistrationCode) REQUIRE c.partner IS UNIQUE;
CREATE CONSTRAINT accepted_text IF NOT EXISTS FOR (t:AcceptedText) REQUIRE t.sha256 IS UNIQUE;
CREATE CONSTRAINT person_open IF NOT EXISTS FOR (p:Person) REQUIRE p.openKey IS UNIQUE;
CREATE CONSTRAINT person_seq IF NOT EXISTS FOR (p:Person) REQUIRE p.seq IS UNIQUE;
CREATE INDEX person_partner IF NOT EXISTS FOR (p:Person) ON (p.partner);
CREATE CONSTRAINT contract_end_partner IF NOT EXISTS FOR (e:ContractEnd) REQUIRE e.partner IS UNIQUE;
CREATE INDEX contract_end_due IF NOT EXISTS FOR (e:ContractEnd) ON (e.due);
CREATE CONSTRAINT withdrawal_id IF NOT EXISTS FOR (w:Withdrawal) REQUIRE w.id IS UNIQUE;
CREATE INDEX withdrawal_open IF NOT EXISTS FOR (w:Withdrawal) ON (w.open);
CREATE CONSTRAINT consent_proof_id IF NOT EXISTS FOR (c:ConsentProof) REQUIRE c.id IS UNIQUE;
CREATE INDEX consent_proof_until IF NOT EXISTS FOR (c:ConsentProof) ON (c.until);
UNWIND ['application', 'person', 'partner id'] AS name
MERGE (c:Counter {name: name})
ON CREATE SET c.next = 1;
