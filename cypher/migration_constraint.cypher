// migration_constraint: keeps each migration's record the only one.
// In:  nothing
// Out: nothing
CREATE CONSTRAINT migration_name IF NOT EXISTS FOR (m:Migration) REQUIRE m.name IS UNIQUE
