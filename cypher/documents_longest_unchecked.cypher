// documents_longest_unchecked: when the bytes of that document were looked at that was not for longest.
// In:  $before datetime
// Out: checked datetime
MATCH (d:Document)
USING INDEX SEEK d:Document(checked)
WHERE d.checked < $before
RETURN d.checked AS checked
ORDER BY checked
LIMIT 1
