// application_create: records an application with its first link.
// In:  $seq int, $id string, $version int, $state string, $process string (JSON), $form string (sealed), $address string (keyed hash), $sponsor string (empty: none), $language string, $due datetime, $link string (hash), $recorded datetime
// Out: nothing
CREATE (:Application {
  seq: $seq, id: $id, version: $version, state: $state, process: $process, form: $form, address: $address, sponsor: $sponsor,
  language: $language, held: [], confirmed: false, due: $due, recorded: $recorded, changed: $recorded
})
CREATE (:ApplicationLink {hash: $link, application: $id})
