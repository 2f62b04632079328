// persons_reseal: keeps persons as they are sealed and marked anew. Only what is known now has marks.
// In:  $rows list of map (seq int, was string (empty: as text), sealed string, marks map (person, email, iban, phone, vatID: keyed hashes; null: none)), $recorded datetime
// Out: nothing
UNWIND $rows AS row
MATCH (p:Person {seq: row.seq})
SET p.changed = $recorded
WITH p, row, CASE WHEN p.openKey IS NOT NULL THEN row.marks ELSE {} END AS marks
WHERE coalesce(p.money, '') = row.was
SET p.money = row.sealed,
    p.markPerson = marks.person, p.markEmail = marks.email, p.markIban = marks.iban, p.markPhone = marks.phone, p.markVatID = marks.vatID
REMOVE p.iban, p.bic, p.taxStatus, p.vatID, p.taxNumber
