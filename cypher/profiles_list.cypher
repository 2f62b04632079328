// profiles_list: the profiles as they are now.
// In:  nothing
// Out: id string, text string, sha256 string, recorded datetime
// Scan: there are few of them, and all are asked for
MATCH (p:Profile)
RETURN p.id AS id, p.text AS text, p.sha256 AS sha256, p.recorded AS recorded
ORDER BY id
