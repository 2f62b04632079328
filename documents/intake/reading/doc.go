// Package reading reads files that have come in (package intake): their text, pictures of their pages, and the codes on them; and it takes
// scans of several documents apart.
//
//	PDF      ── pdftotext ──▶ text; a page without any ── pdftoppm ──▶ picture ── tesseract ──▶ text
//	picture  ── tesseract ──▶ text
//	Word, Excel, mail, text, XML ──▶ text, read here
//	page     ── pdftoppm, or drawn here ──▶ PNG of a width
//	page     ── in grey ── zbarimg ──▶ codes ── cover.Split ──▶ pages ── pdfseparate, pdfunite, or copied here ──▶ a file of its own
//
// Only files that were accepted are read. Each program runs by itself, without a shell and, where the system lets us, without a
// network: with little memory, for a short time, in a folder of its own that is removed, and with all that it has started killed at the
// end. The programs are of Debian's packages poppler-utils, tesseract-ocr, tesseract-ocr-deu, tesseract-ocr-eng, zbar-tools and
// util-linux; a missing one is an error that names its package.
package reading
