package intake

import (
	"bytes"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// signatures are how files of a type begin.
var signatures = []struct {
	of    Type
	begin string
}{
	{PDF, "%PDF-"},
	{PNG, "\x89PNG\r\n\x1a\n"},
	{JPEG, "\xff\xd8\xff"},
	{TIFF, "II*\x00"},
	{TIFF, "MM\x00*"},
	{ZIP, "PK\x03\x04"},
	{Office, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"},
	{RTF, `{\rtf`},
}

// sniff tells the type of a file by how it begins. Whether it goes on like that is asked later.
func (l *look) sniff() error {
	if what := program(l.head); what != "" {
		return refuse("program", "the file is %s: programs are not taken", what)
	}
	for _, s := range signatures {
		if bytes.HasPrefix(l.head, []byte(s.begin)) {
			l.report.Type = s.of
			return nil
		}
	}
	if len(l.head) >= 12 && string(l.head[:4]) == "RIFF" && string(l.head[8:12]) == "WEBP" {
		l.report.Type = WebP
		return nil
	}
	if looksLikeText(l.head) {
		l.report.Type = Text // or what is written in text
		return nil
	}
	return l.stranger()
}

// stranger refuses a type that is not taken, and names it where it is known.
func (l *look) stranger() error {
	if bytes.HasPrefix(l.head, []byte(zipEnd)) {
		return refuse("empty", "the archive is empty")
	}
	if bytes.Contains(l.head[:min(len(l.head), 1024)], []byte("%PDF-")) {
		return refuse("two-types", "a PDF begins with its header: there is something before it; save it anew")
	}
	guess := mimetype.Detect(l.head)
	if guess.Is(string(unknown)) || strings.HasPrefix(guess.String(), "text/") {
		return refuse("unknown-type", "nobody can say what this file is: bring PDF, a picture (PNG, JPEG, TIFF, WebP), text, XML, Word, Excel, a mail or ZIP")
	}
	return refuse("type-not-taken", "files of type %s are not taken: bring PDF, a picture (PNG, JPEG, TIFF, WebP), text, XML, Word, Excel, a mail or ZIP", guess.String())
}

// programs are how programs and scripts begin.
var programs = []struct{ begin, what string }{
	{"\x7fELF", "a program for Linux"},
	{"\xfe\xed\xfa\xce", "a program for macOS"},
	{"\xfe\xed\xfa\xcf", "a program for macOS"},
	{"\xce\xfa\xed\xfe", "a program for macOS"},
	{"\xcf\xfa\xed\xfe", "a program for macOS"},
	{"\xca\xfe\xba\xbe", "a program for macOS or Java"},
	{"L\x00\x00\x00\x01\x14\x02\x00", "a shortcut of Windows"},
	{"MSCF", "a cabinet of Windows"},
	{"\x00asm", "a program in WebAssembly"},
	{"dex\n", "a program for Android"},
	{"#!", "a script"},
	{"<?php", "a script in PHP"},
	{"@echo off", "a script of Windows"},
	{"[InternetShortcut]", "a shortcut of Windows"},
	{"[Desktop Entry]", "a shortcut of Linux"},
}

// program says which kind of program a file is by how it begins; empty: none.
func program(head []byte) string {
	if isWindowsProgram(head) {
		return "a program for Windows"
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	for _, p := range programs {
		if bytes.HasPrefix(head, []byte(p.begin)) {
			return p.what
		}
		isText := p.begin[0] > ' ' && p.begin[0] < 0x7f // may be indented, in capitals or not
		if isText && len(text) >= len(p.begin) && strings.EqualFold(string(text[:len(p.begin)]), p.begin) {
			return p.what
		}
	}
	return ""
}

// isWindowsProgram says whether a file begins as programs for DOS and Windows do: MZ, and not text.
func isWindowsProgram(head []byte) bool {
	return len(head) >= 2 && (string(head[:2]) == "MZ" || string(head[:2]) == "ZM") && !looksLikeText(head)
}

// looksLikeText says whether the start of a file may be text in one of the encodings that are read.
func looksLikeText(head []byte) bool {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return len(head) >= 4
	}
	for _, b := range head {
		if isControl(b) {
			return false
		}
	}
	return true
}

// isControl says whether a byte is a control character that has no place in text.
func isControl(b byte) bool {
	return b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1b || b == 0x7f
}
