// Package intake says of a file that somebody brings what it is, and whether it may come in.
//
//	file ──▶ size ──▶ type, by its bytes ──▶ second types, EICAR ──▶ the type's own look ──▶ report
//	                                                                 │ pdf, picture, text, XML, mail
//	                                                                 └ ZIP, Office, mail: each member, one deeper
//
// The name and the type that were declared decide nothing; where they say something else, the report notes it. Nothing is
// rendered, executed or fetched here. A file is read in pieces, whatever its size, and memory stays below 300 MB whatever is in
// it; what takes too long ends with the context.
//
// What comes of it:
//
//	accepted    it is kept, searched and shown
//	attachment  it is kept, and handed out as a download only: never rendered, never read for its text
//	refused     it is not kept
//
// The policy:
//
//	empty, too large, too many pages or pixels, damaged, cut off               refused
//	unpacks to too much, holds too many or too deeply nested files             refused
//	two types at once: a header that is not at the start, a ZIP at the end     refused
//	something else behind its end                                              attachment
//	programs and scripts, also inside of archives, mails and PDF; EICAR        refused
//	a type that is not taken                                                   refused
//	HTML, SVG, RTF, Office files from before 2007, encrypted archives          attachment
//	PDF that starts programs                                                   refused
//	PDF with JavaScript, XFA, media, forms that are sent, files other than XML attachment
//	PDF that is encrypted, or hides objects                                    attachment
//	Office with macros, ActiveX, OLE, DDE, or what is loaded from elsewhere    attachment
//	XML with a document type, or deeper than 64                                refused
//	name or declared type of another type                                      accepted, noted
//
// The text of a file, pictures of its pages, and the codes on them are in package reading, cover sheets in package cover, and
// whose document it may be in package suggestion.
package intake
