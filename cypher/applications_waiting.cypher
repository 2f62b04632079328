// applications_waiting: who waits in the holding tank, the latest application first.
// In:  $sponsor string (empty: all), $no int (of the last before), $limit int
// Out: id string, seq int, version int, process string (JSON), form string (sealed), address string (keyed hash), sponsor string, language string, held list of string, partner string (null: none yet), endedOn date (null: not)
MATCH (a:Application)
WHERE a.waiting > date('0001-01-01') AND a.seq < $no AND ($sponsor = '' OR a.sponsor = $sponsor)
RETURN a.id AS id, a.seq AS seq, a.version AS version, a.process AS process, a.form AS form, a.address AS address, a.sponsor AS sponsor,
       a.language AS language, a.held AS held, a.partner AS partner, a.endedOn AS endedOn
ORDER BY seq DESC
LIMIT $limit
