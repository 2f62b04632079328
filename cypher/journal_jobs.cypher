// journal_jobs: jobs that have changed since a time.
// In:  $since datetime
// Out: key string, properties map
MATCH (j:Job)
WHERE j.changed > $since
RETURN j.id AS key, properties(j) AS properties
