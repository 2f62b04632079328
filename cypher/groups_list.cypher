// groups_list: the groups that are open, with the profiles that they hold and who is in them, of all days, as known at a time.
// In:  $knownAt datetime
// Out: id string, name string, profiles list of [id string, from date, to date], members list of [id string, email string, from date, to date]
// Times: all days are asked for
// Scan: there are few of them, and all are asked for
MATCH (g:Group)
WHERE g.closed IS NULL
WITH g,
       COLLECT {
         MATCH (g)-[h:HOLDS_PROFILE]->(p:Profile)
         WHERE h.recorded <= $knownAt AND h.superseded > $knownAt
         RETURN [p.id, h.from, h.to] ORDER BY h.from, p.id
       } AS profiles,
       COLLECT {
         MATCH (g)<-[m:MEMBER_OF]-(u:User)
         WHERE m.recorded <= $knownAt AND m.superseded > $knownAt
         RETURN [u.id, u.email, m.from, m.to] ORDER BY u.email, m.from LIMIT 1000
       } AS members
RETURN g.id AS id, g.name AS name, profiles, members
ORDER BY id
