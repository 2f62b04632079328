// Package cover makes and reads cover sheets: a page with a QR code before each document of a scan, which says what the document is
// and whose.
//
//	Sheet ── Payload ──▶ QR code on paper ── scan, package reading ──▶ Code ── Read ──▶ Sheet
//	cover, page, page, cover, page ── Split ──▶ document of two pages, document of one
//
// The check of a code finds what was read wrongly. It proves nothing: anybody can print a cover sheet, and what it says is a
// suggestion to whoever may see that partner.
package cover
