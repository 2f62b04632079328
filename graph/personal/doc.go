// Package personal knows all that is kept of a person: it writes it out (article 15, 20 GDPR), says what the law keeps, why and until
// when, and erases the rest with proof (article 17).
//
//	Kept ──▶ a list of classes: what there is, until when, by which law
//	Erase ─▶ :Erasure, before anything is erased ──▶ documents, nodes, names, the account ──▶ details of the audit ──▶ :Erasure with its hash, and an entry
//
// A partner's number stays, where statements and the places of others need it: it is a pseudonym that leads to nobody any more. What
// money was moved stays under it. The chain of the audit stays whole.
//
// Documents that a law keeps stay whole, with their titles, words and tags: without them, nobody would find what the tax office may ask for
// (§ 147 (6) AO). From the erasure on, only who sees everybody finds them.
//
// Backups hold what was erased until their lock ends. Who restores one gets the erasures back first of all, those too that were made
// after the time that is restored, and nobody comes in before they are made again (graph.Restore).
package personal
