// applications_reseal: keeps applications as they are sealed and marked anew. Only those under way whose address is confirmed have marks.
// In:  $rows list of map (id string, was string, sealed string, address string (keyed hash), marks map (person, email, iban, phone, vatID: keyed hashes; null: none)), $recorded datetime
// Out: nothing
UNWIND $rows AS row
MATCH (a:Application {id: row.id})
SET a.locked = timestamp()
WITH a, row, CASE WHEN a.confirmed AND a.partner IS NULL THEN row.marks ELSE {} END AS marks
WHERE a.form = row.was
SET a.form = row.sealed, a.address = row.address, a.changed = $recorded,
    a.markPerson = marks.person, a.markEmail = marks.email, a.markIban = marks.iban, a.markPhone = marks.phone, a.markVatID = marks.vatID
