// Package suggestion says whose a document may be and what it may be, by what it says and by the codes on it.
//
//	text, codes, type ──▶ numbers, names, words ──▶ Book: who is that? ──▶ suggestions, the surest first, each with its reasons
//	                                                                       └ unsure, or two that are as sure ──▶ inbox
//
// It is pure: whom there is, the Book says; it should know only partners whom its caller may see. Nothing is filed by a suggestion
// alone that is unsure: somebody looks at it in the inbox.
package suggestion
