// import_unfinished: the import that began and did not finish, if any.
// In:  nothing
// Out: digest string, began datetime
MATCH (i:Import {liveKey: 'import'})
RETURN i.digest AS digest, i.began AS began
