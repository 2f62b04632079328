// saved_searches: the searches of a user, and those that others share, by name.
// In:  $owner string
// Out: id string, owner string, name string, shared bool, text string, filter string (JSON)
CALL () {
  MATCH (s:SavedSearch {owner: $owner})
  RETURN s
  UNION
  MATCH (s:SavedSearch {shared: true})
  RETURN s
}
RETURN s.id AS id, s.owner AS owner, s.name AS name, s.shared AS shared, s.text AS text, s.filter AS filter
ORDER BY name, id
