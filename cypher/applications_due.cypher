// applications_due: applications with which something is to be done by itself.
// In:  $now datetime, $limit int
// Out: id string
MATCH (a:Application)
WHERE a.due <= $now
RETURN a.id AS id
LIMIT $limit
