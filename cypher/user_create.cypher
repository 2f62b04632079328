// user_create: records a user, who has no password yet, or one.
// In:  $id string, $seq int, $email string, $folded string, $name string, $partner string (null: is none), $machine bool, $password string (a hash; null: none yet),
//      $handle string, $language string, $recorded datetime
// Out: nothing
CREATE (:User {
  id: $id, seq: $seq, email: $email, folded: $folded, name: $name, partner: $partner, machine: $machine, password: $password,
  handle: $handle, language: $language,
  totpStep: 0, recovery: [], created: $recorded, recorded: $recorded, changed: $recorded
})
