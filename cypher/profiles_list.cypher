// profiles_list: the profiles as they are now, and those that were closed, if they are asked for, too.
// In:  $closed bool
// Out: id string, text string, sha256 string, recorded datetime, superseded datetime (null: it is open)
// Scan: there are few of them, and all are asked for
MATCH (p:Profile)
WHERE $closed OR p.closed IS NULL
RETURN p.id AS id, p.text AS text, p.sha256 AS sha256, p.recorded AS recorded, p.closed AS superseded
ORDER BY id
