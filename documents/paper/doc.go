// Package paper sets what the company writes: letters, statements, credit notes and lists on A4, under its letterhead.
//
//	folder ── Read ──▶ Letterhead ── Begin ──▶ Sheet ── address, facts, text, tables ──▶ Bytes: PDF/A-3b
//
// The folder holds the company's data, its logo, its fonts, and its words in each language; a company changes them without a new
// program. What comes with the program is in letterhead/, and stands in for whatever a folder leaves out.
//
// The same content gives the same bytes: there is no clock and no random number in them. So whoever does not know whether a
// document was archived makes it again, and the archive keeps one.
//
// What is said in a festive way stands on a page of its own kind: BeginAward.
//
// Sizes are in millimetres, sizes of letters in points, places from the upper left corner. Letters stand where DIN 5008, form B,
// wants them.
package paper
