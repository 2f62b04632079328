// applications_of_sponsor: applications under a sponsor whose address is confirmed, the latest first.
// In:  $sponsor string, $state string (empty: all), $held bool (just those that are held back), $no int (of the last before), $limit int
// Out: id string, seq int, version int, process string (JSON), form string (sealed), address string (keyed hash), sponsor string, language string, held list of string, partner string (null: none yet), endedOn date (null: not)
MATCH (a:Application {sponsor: $sponsor})
WHERE a.seq < $no AND a.confirmed AND ($state = '' OR a.state = $state) AND (NOT $held OR size(a.held) > 0)
RETURN a.id AS id, a.seq AS seq, a.version AS version, a.process AS process, a.form AS form, a.address AS address, a.sponsor AS sponsor,
       a.language AS language, a.held AS held, a.partner AS partner, a.endedOn AS endedOn
ORDER BY seq DESC
LIMIT $limit
