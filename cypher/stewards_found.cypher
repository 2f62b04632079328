// stewards_found: who can log in and holds one of some profiles from a day on, directly or by a group, as known at a time.
// In:  $profiles list of string, $after date, $knownAt datetime
// Out: user string
// Times: days that are to come are asked for, too
UNWIND $profiles AS profile
MATCH (p:Profile {id: profile})
CALL (p) {
  MATCH (p)<-[h:HOLDS_PROFILE]-(u:User)
  WHERE h.to > $after AND h.recorded <= $knownAt AND h.superseded > $knownAt
  RETURN u
  UNION
  MATCH (p)<-[h:HOLDS_PROFILE]-(:Group)<-[m:MEMBER_OF]-(u:User)
  WHERE h.to > $after AND h.recorded <= $knownAt AND h.superseded > $knownAt
    AND m.to > $after AND m.recorded <= $knownAt AND m.superseded > $knownAt
  RETURN u
}
WITH DISTINCT u
WHERE u.lockedAt IS NULL AND NOT coalesce(u.machine, false) AND (u.password IS NOT NULL OR u.provider IS NOT NULL)
RETURN u.id AS user
ORDER BY u.seq
