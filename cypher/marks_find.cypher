// marks_find: who else agrees with a person in what.
// In:  $holder string (who is not meant), $person list of string (keyed hashes), $email list of string, $iban list of string, $phone list of string, $vatID list of string
// Out: holder string, marks list of string
CALL () {
  MATCH (n:Person) WHERE n.markPerson IN $person
  RETURN 'partner ' + n.partner AS holder, 'person' AS mark
  UNION ALL
  MATCH (n:Person) WHERE n.markEmail IN $email
  RETURN 'partner ' + n.partner AS holder, 'email' AS mark
  UNION ALL
  MATCH (n:Person) WHERE n.markIban IN $iban
  RETURN 'partner ' + n.partner AS holder, 'iban' AS mark
  UNION ALL
  MATCH (n:Person) WHERE n.markPhone IN $phone
  RETURN 'partner ' + n.partner AS holder, 'phone' AS mark
  UNION ALL
  MATCH (n:Person) WHERE n.markVatID IN $vatID
  RETURN 'partner ' + n.partner AS holder, 'vat_id' AS mark
  UNION ALL
  MATCH (n:Application) WHERE n.markPerson IN $person
  RETURN 'application ' + n.id AS holder, 'person' AS mark
  UNION ALL
  MATCH (n:Application) WHERE n.markEmail IN $email
  RETURN 'application ' + n.id AS holder, 'email' AS mark
  UNION ALL
  MATCH (n:Application) WHERE n.markIban IN $iban
  RETURN 'application ' + n.id AS holder, 'iban' AS mark
  UNION ALL
  MATCH (n:Application) WHERE n.markPhone IN $phone
  RETURN 'application ' + n.id AS holder, 'phone' AS mark
  UNION ALL
  MATCH (n:Application) WHERE n.markVatID IN $vatID
  RETURN 'application ' + n.id AS holder, 'vat_id' AS mark
}
WITH holder, mark
WHERE holder <> $holder
RETURN holder, collect(mark) AS marks
ORDER BY holder
