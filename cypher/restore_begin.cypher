// restore_begin: closes the database to everybody else until the restore is finished, as an import in bulk does.
// In:  $began datetime, $actor string, $rehearsal bool
// Out: nothing
MATCH (j:Journal {id: 'journal'})
SET j.rehearsal = $rehearsal
MERGE (i:Import {liveKey: 'import'})
SET i.digest = 'restore', i.began = $began, i.actor = $actor, i.bulk = true
