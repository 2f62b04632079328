// holders_of: who holds a profile from a day on, directly or by a group, as known at a time.
// In:  $profile string, $after date, $knownAt datetime
// Out: user string
// Times: days that are to come are asked for, too
MATCH (p:Profile {id: $profile})
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
RETURN u.id AS user
