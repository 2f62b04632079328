// import_begin: records that an import has begun; one that did not finish goes on.
// In:  $digest string, $began datetime, $actor string
// Out: digest string (of the import that is under way: another one must be finished first)
MERGE (i:Import {liveKey: 'import'})
ON CREATE SET i.digest = $digest, i.began = $began, i.actor = $actor
RETURN i.digest AS digest
