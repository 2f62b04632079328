// person_write: what is known of a person from now on; what was known before stays, superseded.
// In:  $partner string, $person map (all properties), $recorded datetime
// Out: written int
OPTIONAL MATCH (old:Person {openKey: $partner})
SET old.superseded = $recorded, old.changed = $recorded
REMOVE old.openKey, old.markPerson, old.markEmail, old.markIban, old.markPhone, old.markVatID
WITH count(*) AS before
CREATE (p:Person)
SET p = $person
RETURN count(*) AS written
