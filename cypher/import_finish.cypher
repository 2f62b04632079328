// import_finish: records that the import is whole.
// In:  $finished datetime
// Out: nothing
MATCH (i:Import {liveKey: 'import'})
SET i.finished = $finished
REMOVE i.liveKey
