// Package jobs does the work that takes long and must not be lost: it settles periods and posts them, verifies them, imports
// and exports. It connects what does not know of each other: the graph, the engine, and the archive.
//
//	graph.Snapshot ──▶ commission.Facts ─┐
//	archived evidence ──▶ commission.Past ┴▶ commission.Settle ──▶ documents/evidence ──▶ documents.Archive
//	                                                                      └──▶ graph.Posting ──▶ posted
//
// Every job can die anywhere, and be done again.
package jobs
