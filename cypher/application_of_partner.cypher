// application_of_partner: the application that became a partner.
// In:  $partner string
// Out: id string, seq int, version int, process string (JSON), form string (sealed), address string (keyed hash), sponsor string, language string, held list of string, partner string (null: none yet), endedOn date (null: not)
MATCH (a:Application {partner: $partner})
RETURN a.id AS id, a.seq AS seq, a.version AS version, a.process AS process, a.form AS form, a.address AS address, a.sponsor AS sponsor,
       a.language AS language, a.held AS held, a.partner AS partner, a.endedOn AS endedOn
