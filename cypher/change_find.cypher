// change_find: the change of an id, if it was committed.
// In:  $id string
// Out: recorded datetime
MATCH (c:Change {id: $id})
RETURN c.recorded AS recorded
