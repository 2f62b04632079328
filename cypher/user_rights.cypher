// user_rights: what a user is and has, and everybody for whom that one stands in, of all days, as known at a time.
// In:  $id string, $knownAt datetime
// Out: id string, partner string, barred bool, from date (null: the user), to date, profiles list of [text, sha256, from, to], groups list of [id, from, to, profiles], departments list of [id, from, to]
// Times: all days are asked for
MATCH (me:User {id: $id})
CALL (me) {
  RETURN me AS u, null AS from, null AS to
  UNION ALL
  MATCH (me)-[s:STANDS_IN_FOR]->(u:User)
  WHERE s.recorded <= $knownAt AND s.superseded > $knownAt
  RETURN u, s.from AS from, s.to AS to
}
WITH u, from, to,
       COLLECT {
         MATCH (u)-[h:HOLDS_PROFILE]->(p:Profile)
         WHERE h.recorded <= $knownAt AND h.superseded > $knownAt
         RETURN [p.text, p.sha256, h.from, h.to] ORDER BY h.from, p.id
       } AS profiles,
       COLLECT {
         MATCH (u)-[m:MEMBER_OF]->(g:Group)
         WHERE m.recorded <= $knownAt AND m.superseded > $knownAt
         RETURN [g.id, m.from, m.to, COLLECT {
           MATCH (g)-[i:HOLDS_PROFILE]->(q:Profile)
           WHERE i.recorded <= $knownAt AND i.superseded > $knownAt
           RETURN [q.text, q.sha256, i.from, i.to] ORDER BY i.from, q.id
         }] ORDER BY m.from, g.id
       } AS groups,
       COLLECT {
         MATCH (u)-[w:WORKS_IN]->(d:Department)
         WHERE w.recorded <= $knownAt AND w.superseded > $knownAt
         RETURN [d.id, w.from, w.to] ORDER BY w.from, d.id
       } AS departments
RETURN u.id AS id, u.partner AS partner, u.lockedAt IS NOT NULL AS barred, from, to, profiles, groups, departments
