// import_begin: records that an import has begun; one that did not finish goes on.
// In:  $digest string, $began datetime, $actor string, $bulk bool (nobody else may record anything until it is finished)
// Out: digest string (of the import that is under way: another one must be finished first), bulk bool
MERGE (i:Import {liveKey: 'import'})
ON CREATE SET i.digest = $digest, i.began = $began, i.actor = $actor, i.bulk = $bulk
RETURN i.digest AS digest, i.bulk AS bulk
