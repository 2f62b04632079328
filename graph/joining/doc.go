// Package joining lets people join a company online, with double opt-in, and lets them go again: what a form must say, how a
// link proves an address, which step follows which, what is kept as proof and for how long, and what a withdrawal or a
// termination does to the tree.
//
//	form ──▶ Rules.Check ──▶ Receive ──▶ mail with a link ──▶ Confirm ──▶ Show ──▶ Accept ──▶ Register ──▶ Place
//	            findings        │                                │                               │
//	                            └─ the same Answer to everybody  └─ Outcome.Explain              └─ Leave: withdrawal, termination
//
// The package is pure: it has no database, no clock and no source of chance of its own. Times and randomness come in, new
// values go out, and whoever keeps a Process writes it only if its Version is still the one that was read: so two
// confirmations at once have one effect.
//
// Nobody learns here whether an address is registered: every submission gets the same Answer, and what the mail says is read
// only by whoever owns the address. A link is confirmed by a button (POST), never by opening it (GET): mail scanners open links.
//
// Errors are fault.Errors: Invalid (a form, a code, a template), Conflict (a step that does not follow), Stale (another text than
// was shown). The law is German unless said otherwise.
package joining
