// marks_find: who else agrees with a person in what.
// In:  $holder string (who is not meant), $person string (keyed hash; empty: none), $email string, $iban string, $phone string, $vatID string
// Out: holder string, marks list of string
CALL () {
  MATCH (n:Person {markPerson: $person})
  RETURN 'partner ' + n.partner AS holder, 'person' AS mark
  UNION ALL
  MATCH (n:Person {markEmail: $email})
  RETURN 'partner ' + n.partner AS holder, 'email' AS mark
  UNION ALL
  MATCH (n:Person {markIban: $iban})
  RETURN 'partner ' + n.partner AS holder, 'iban' AS mark
  UNION ALL
  MATCH (n:Person {markPhone: $phone})
  RETURN 'partner ' + n.partner AS holder, 'phone' AS mark
  UNION ALL
  MATCH (n:Person {markVatID: $vatID})
  RETURN 'partner ' + n.partner AS holder, 'vat_id' AS mark
  UNION ALL
  MATCH (n:Application {markPerson: $person})
  RETURN 'application ' + n.id AS holder, 'person' AS mark
  UNION ALL
  MATCH (n:Application {markEmail: $email})
  RETURN 'application ' + n.id AS holder, 'email' AS mark
  UNION ALL
  MATCH (n:Application {markIban: $iban})
  RETURN 'application ' + n.id AS holder, 'iban' AS mark
  UNION ALL
  MATCH (n:Application {markPhone: $phone})
  RETURN 'application ' + n.id AS holder, 'phone' AS mark
  UNION ALL
  MATCH (n:Application {markVatID: $vatID})
  RETURN 'application ' + n.id AS holder, 'vat_id' AS mark
}
WITH holder, mark
WHERE holder <> $holder
RETURN holder, collect(mark) AS marks
ORDER BY holder
