// erasure_find: an erasure, whether it is proven yet or under way.
// In:  $id string
// Out: seq int, person string, partner string (null: is none), user string (null: is none), applications list of string, texts list of string, plan string (JSON), proof string (JSON; null: under way)
MATCH (e:Erasure {id: $id})
RETURN e.seq AS seq, e.person AS person, e.partner AS partner, e.user AS user, e.applications AS applications, e.texts AS texts, e.plan AS plan,
       e.proof AS proof
