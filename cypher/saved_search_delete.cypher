// saved_search_delete: deletes a search of a user.
// In:  $id string, $owner string
// Out: deleted int
MATCH (s:SavedSearch {id: $id, owner: $owner})
DELETE s
RETURN count(*) AS deleted
