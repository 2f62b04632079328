// journal_receipts: who has changed what and why, since a time.
// In:  $since datetime
// Out: key string, properties map
MATCH (c:Change)
WHERE c.recorded > $since
RETURN c.id AS key, properties(c) AS properties
