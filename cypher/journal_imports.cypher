// journal_imports: whether an import in bulk is under way, or has finished since a time: it does not say what it has changed.
// In:  $since datetime
// Out: running int, finished int
OPTIONAL MATCH (live:Import {liveKey: 'import'})
WHERE live.bulk
OPTIONAL MATCH (done:Import)
WHERE done.finished > $since AND done.bulk
RETURN count(DISTINCT live) AS running, count(DISTINCT done) AS finished
