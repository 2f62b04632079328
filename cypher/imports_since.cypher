// imports_since: whether an import has recorded anything since a time, or is under way: imports do not tell of each partner.
// In:  $since datetime
// Out: imports int
OPTIONAL MATCH (live:Import {liveKey: 'import'})
OPTIONAL MATCH (done:Import)
WHERE done.finished > $since
RETURN count(DISTINCT live) + count(DISTINCT done) AS imports
