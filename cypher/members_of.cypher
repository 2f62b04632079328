// members_of: who is in a group from a day on, as known at a time.
// In:  $group string, $after date, $knownAt datetime
// Out: user string
// Times: days that are to come are asked for, too
MATCH (:Group {id: $group})<-[m:MEMBER_OF]-(u:User)
WHERE m.to > $after AND m.recorded <= $knownAt AND m.superseded > $knownAt
RETURN DISTINCT u.id AS user
