// care_on_days: to which markets partners belonged, and which departments looked after them, each on a day, as known at a time.
// In:  $rows list of [partner string, day date], $knownAt datetime
// Out: partner string, day date, market string (null: none), department string (null: none)
UNWIND $rows AS row
MATCH (p:Partner {id: row[0]})
RETURN p.id AS partner, row[1] AS day,
       head(COLLECT {
         MATCH (p)-[r:IN_MARKET]->(m:Market)
         WHERE r.from <= row[1] AND r.to > row[1] AND r.recorded <= $knownAt AND r.superseded > $knownAt
         RETURN m.id }) AS market,
       head(COLLECT {
         MATCH (p)-[r:LOOKED_AFTER_BY]->(d:Caretaker)
         WHERE r.from <= row[1] AND r.to > row[1] AND r.recorded <= $knownAt AND r.superseded > $knownAt
         RETURN d.id }) AS department
