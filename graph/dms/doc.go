// Package dms keeps what the company knows of its documents: what each of them is, about whom, how long it has to be kept, what it says
// in words, and the numbers of credit notes. The bytes are not here: an object store holds them, under the hash that is here.
//
//	made by a run ─┐
//	uploaded ──────┼─▶ Record ─▶ inbox ─▶ File ─▶ filed ─▶ Search, Documents ─▶ (after its time) Delete
//	from a folder ─┘
//
// A document's content can be replaced; what it was before stays, as a former version. Who may see the partner that a document is about,
// on the day of the document, may see the document; one that is about nobody, only who sees everybody.
package dms
