// saved_search_create: keeps a search, unless its owner has too many.
// In:  $id string, $owner string, $name string, $shared bool, $text string, $filter string (JSON), $max int, $recorded datetime
// Out: many bool
CALL () {
  MATCH (s:SavedSearch {owner: $owner})
  RETURN count(*) >= $max AS many
}
FOREACH (x IN CASE WHEN many THEN [] ELSE [1] END |
  CREATE (:SavedSearch {id: $id, owner: $owner, name: $name, shared: $shared, text: $text, filter: $filter, recorded: $recorded}))
RETURN many
