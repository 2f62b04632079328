// erasure_apply: deletes what is kept of a person in nodes of its own, of the classes that an erasure names. It can be done again: what was
// recorded after a time stays, since it came in after the erasure.
// In:  $partner string (null: is none), $user string (null: is none), $applications list of string (ids), $texts list of string (SHA-256), $classes list of string, $before datetime
// Out: deleted int
CALL () {
  MATCH (n:Person {partner: $partner})
  WHERE 'person' IN $classes AND n.recorded <= $before
  RETURN n AS old
  UNION
  MATCH (n:Withdrawal {partner: $partner})
  WHERE 'person' IN $classes AND n.received <= $before
  RETURN n AS old
  UNION
  MATCH (n:RegistrationCode {partner: $partner})
  WHERE 'person' IN $classes
  RETURN n AS old
  UNION
  MATCH (n:Application {partner: $partner})
  WHERE 'person' IN $classes
  RETURN n AS old
  UNION
  UNWIND $texts AS hash
  MATCH (n:AcceptedText {sha256: hash})
  RETURN n AS old
  UNION
  UNWIND $applications AS id
  MATCH (n:Application {id: id})
  RETURN n AS old
  UNION
  UNWIND $applications AS id
  MATCH (n:ApplicationLink {application: id})
  RETURN n AS old
  UNION
  MATCH (n:Passkey {user: $user})
  WHERE 'account' IN $classes
  RETURN n AS old
  UNION
  MATCH (n:AccessToken)
  WHERE n.user = $user AND n.kind > '' AND 'account' IN $classes
  RETURN n AS old
}
DELETE old
RETURN count(old) AS deleted
