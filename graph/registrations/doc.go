// Package registrations keeps what package joining decides: applications and their links, the proof of each step, persons, sponsors'
// links, the ends of contracts, and statements of withdrawal.
//
//	Submit ──▶ :Application, a job for the mail ──▶ Confirm ──▶ Contract ──▶ Accept ──▶ graph.Register, with the step, in one transaction
//	   │                                                                       │
//	   └─ limited, known: the same answer                                      └─ held back: Decide, Refuse
//	Sweep ──▶ expire and delete, place whose time is over, carry out ends on their day
//
// Each step is a change of the chronicle that locks its application, so of two at once, one has its effect, and the other finds it done.
//
// Nothing in the database opens a link: tokens are made of a key and the application's id each time they are needed, and only their
// hashes are kept. Forms are sealed with the same key, and who reads the whole graph reads none of them. Jobs name letters and hold
// neither addresses nor tokens, so that nothing is left in them of who never confirms.
//
// Errors are those of joining and graph.
package registrations
