// erasures_page: erasures, in the order in which they were recorded.
// In:  $after int (number of the last before), $limit int
// Out: id string, seq int, person string, partner string (null: is none), user string (null: is none), applications list of string, texts list of string, classes list of string, ground string, recorded datetime
MATCH (e:Erasure)
WHERE e.seq > $after
RETURN e.id AS id, e.seq AS seq, e.person AS person, e.partner AS partner, e.user AS user, e.applications AS applications, e.texts AS texts,
       e.classes AS classes, e.ground AS ground, e.recorded AS recorded
ORDER BY seq
LIMIT $limit
