// application_write: writes a step of an application, if nobody has written another one since it was read.
// In:  $id string, $seen int (version), $version int, $state string, $process string (JSON), $confirmed bool, $sponsor string, $held list of string, $partner string (null: none yet), $waiting date (null: not), $due datetime (null: never), $endedOn date (null: not), $marks map (person, email, iban, phone, vatID: keyed hashes; null: none), $recorded datetime
// Out: written int
MATCH (a:Application {id: $id})
SET a.locked = timestamp()
WITH a
WHERE a.version = $seen
SET a.version = $version, a.state = $state, a.process = $process, a.confirmed = $confirmed, a.sponsor = $sponsor, a.held = $held,
    a.partner = $partner, a.waiting = $waiting, a.due = $due, a.endedOn = $endedOn, a.recorded = $recorded, a.changed = $recorded,
    a.markPerson = $marks.person, a.markEmail = $marks.email, a.markIban = $marks.iban, a.markPhone = $marks.phone, a.markVatID = $marks.vatID
RETURN count(*) AS written
