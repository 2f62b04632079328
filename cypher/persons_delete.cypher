// persons_delete: forgets a partner's personal data, also what was known before.
// In:  $partner string, $holder string (of marks)
// Out: nothing
OPTIONAL MATCH (p:Person {partner: $partner})
WITH collect(p) AS persons
OPTIONAL MATCH (m:Mark {holder: $holder})
WITH persons, collect(m) AS marks
FOREACH (p IN persons | DELETE p)
FOREACH (m IN marks | DELETE m)
