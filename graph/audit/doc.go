// Package audit is the memory that cannot be altered unseen: who did or looked at what, when, from where and why, as chains of
// hashes. It is pure: no database, no clock; of the outside it takes only random bytes, for salts.
//
//	change ──▶ Head.Append: number, salt, hash ──▶ Record: entry, hash │ bodies, which can be erased
//	daily  ──▶ NextAnchor: the heads of all stripes and the anchor before ──▶ the locked bucket
//	verify ──▶ records, heads, anchors, receipts, each as kept ──▶ Verify ──▶ findings, in sentences
//
// A change takes one of the Stripes, so there is a chain for each of them. An entry's hash is
//
//	SHA-256(version ‖ hash of the entry before ‖ entry, in which each detail is a subject and a digest)
//
// and a digest is the SHA-256 of the detail's body, which begins with 32 random bytes. So a body can be erased: whoever guesses
// what stood in it cannot try the guess without the salt, and the chain still verifies (recital 26 and article 17 GDPR). That it
// was allowed to go is proven by an entry with an Erasure, in the chain like any other. What stays of an erased person is ids: let
// Subject and Key be numbers or UUIDs that mean nothing once the person's record is gone, never a name or an address.
//
// # What verification cannot find
//
// The hashes have no secret. Somebody who can write to the whole database can rewrite a chain from any entry on, with the stripe's
// head. Up to the latest anchor that is found, since the anchor lies where nobody can alter it. After it, only what the forger has
// not rewritten as well tells: the stripe's head, the receipts of the changes, the latest anchor that the database remembers.
// Whoever cuts off the newest entries, and sets back the head, and deletes the receipts, and does so before the next anchor, is
// found only by what was published outside: so let heads go to places that the database's administrator does not rule (logs of
// another machine, a mail to the auditor), give them to Verify as Published, and make anchors more often where a day is too long.
//
// The same is true of the list of anchors: that the newest are left out is found by Latest, or by nothing.
//
// (Requirements: OWASP ASVS 5.0, V16.2 and V16.4: what is logged of an event, and that logs cannot be modified.)
package audit
