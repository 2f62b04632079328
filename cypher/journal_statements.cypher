// journal_statements: the statements of a run.
// In:  $run int
// Out: key int, properties map
MATCH (s:Statement)
WHERE s.run = $run AND s.partner >= 0
RETURN s.partner AS key, properties(s) AS properties
