// saved_search_change: says anew what a search of a user is.
// In:  $id string, $owner string, $name string, $shared bool, $text string, $filter string (JSON), $recorded datetime
// Out: changed int
MATCH (s:SavedSearch {id: $id, owner: $owner})
SET s.name = $name, s.shared = $shared, s.text = $text, s.filter = $filter, s.recorded = $recorded
RETURN count(*) AS changed
