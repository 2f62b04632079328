// Package graph remembers: partners and where they stand, careers, orders and the runs that settle them, in Neo4j, with two
// times on everything that changes (see decisions/0004). How anything is recorded is package chronicle's.
//
//	commands ──▶ Change: takes a stripe of the clock ─▶ checks, writes ─▶ counts, keeps who and why ─▶ commit
//	runs     ──▶ Stop: the watermark ──▶ Snapshot: chunks by number ──▶ commission.Facts
//	screens  ──▶ Downline, Upline, Children, Path, Difference: as of a day, as known at a time
//
// Valid time is days, half-open (from, to); the time of knowing is microseconds of UTC (recorded, superseded). Nothing is
// overwritten: a correction supersedes what was recorded, and records anew.
//
// Errors are fault.Errors: Invalid, NotFound and Conflict say what is wrong and what would be right; Unavailable means
// that the database does not answer now, and that nothing was changed.
package graph
