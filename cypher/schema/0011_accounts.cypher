// Accounts: who logs in, by what, and what they may do. Users, groups, passkeys and tokens are told by their ids and numbered for the
// journal. An address belongs to one user, and so does a partner; addresses that differ in case alone find each other by `folded`.
CREATE CONSTRAINT user_id IF NOT EXISTS FOR (u:User) REQUIRE u.id IS UNIQUE;
CREATE CONSTRAINT user_seq IF NOT EXISTS FOR (u:User) REQUIRE u.seq IS UNIQUE;
CREATE CONSTRAINT user_email IF NOT EXISTS FOR (u:User) REQUIRE u.email IS UNIQUE;
CREATE CONSTRAINT user_partner IF NOT EXISTS FOR (u:User) REQUIRE u.partner IS UNIQUE;
CREATE CONSTRAINT user_handle IF NOT EXISTS FOR (u:User) REQUIRE u.handle IS UNIQUE;
CREATE CONSTRAINT user_provider IF NOT EXISTS FOR (u:User) REQUIRE u.provider IS UNIQUE;
CREATE INDEX user_folded IF NOT EXISTS FOR (u:User) ON (u.folded);
CREATE INDEX user_changed IF NOT EXISTS FOR (u:User) ON (u.changed);
CREATE CONSTRAINT passkey_id IF NOT EXISTS FOR (k:Passkey) REQUIRE k.id IS UNIQUE;
CREATE CONSTRAINT passkey_seq IF NOT EXISTS FOR (k:Passkey) REQUIRE k.seq IS UNIQUE;
CREATE INDEX passkey_user IF NOT EXISTS FOR (k:Passkey) ON (k.user);
CREATE INDEX passkey_changed IF NOT EXISTS FOR (k:Passkey) ON (k.changed);
CREATE CONSTRAINT access_token_hash IF NOT EXISTS FOR (t:AccessToken) REQUIRE t.hash IS UNIQUE;
CREATE CONSTRAINT access_token_id IF NOT EXISTS FOR (t:AccessToken) REQUIRE t.id IS UNIQUE;
CREATE CONSTRAINT access_token_seq IF NOT EXISTS FOR (t:AccessToken) REQUIRE t.seq IS UNIQUE;
CREATE INDEX access_token_user IF NOT EXISTS FOR (t:AccessToken) ON (t.user, t.kind);
CREATE INDEX access_token_kind IF NOT EXISTS FOR (t:AccessToken) ON (t.kind);
CREATE INDEX access_token_changed IF NOT EXISTS FOR (t:AccessToken) ON (t.changed);
CREATE CONSTRAINT group_id IF NOT EXISTS FOR (g:Group) REQUIRE g.id IS UNIQUE;
CREATE CONSTRAINT group_seq IF NOT EXISTS FOR (g:Group) REQUIRE g.seq IS UNIQUE;
CREATE INDEX group_changed IF NOT EXISTS FOR (g:Group) ON (g.changed);
CREATE CONSTRAINT department_id IF NOT EXISTS FOR (d:Department) REQUIRE d.id IS UNIQUE;
CREATE CONSTRAINT profile_id IF NOT EXISTS FOR (p:Profile) REQUIRE p.id IS UNIQUE;
CREATE INDEX profile_version_of IF NOT EXISTS FOR (v:ProfileVersion) ON (v.profile);
// What anybody may do has a version, so that those who keep it in memory know when to forget it; whoever changes it locks this.
CREATE CONSTRAINT rights_name IF NOT EXISTS FOR (r:Rights) REQUIRE r.name IS UNIQUE;
MERGE (r:Rights {name: 'rights'}) ON CREATE SET r.version = 0, r.recorded = datetime('0001-01-01T00:00:00Z');
UNWIND ['user', 'passkey', 'access token', 'group'] AS name
MERGE (c:Counter {name: name})
ON CREATE SET c.next = 0;
