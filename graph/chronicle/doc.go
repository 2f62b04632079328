// Package chronicle is how the graph records anything at all, whatever it is about: transactions that are repeated when the database
// asks for it and made once when somebody repeats them; the clock, which gives every change its time, and stops when somebody wants
// to know all that was recorded until then; numbers, locks, leases, migrations; and slices of lists.
//
//	Change:   locks ─▶ takes one of 16 stripes of the clock ─▶ work: checks, writes ─▶ counts facts, leaves a receipt and audit entries ─▶ commit
//	Standing: waits for the changes under way, and returns a time after them, and before all others
//
// The packages of the graph stand on it, and say what is recorded: graph itself, and the modules below it.
package chronicle
