package intake_test

import (
	"bytes"
	"encoding/ascii85"
	"fmt"
	"strings"
	"testing"

	"upline/documents/intake"
)

const javaScript = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"

func TestWhatAPDFDoes(t *testing.T) {
	for _, c := range []struct {
		what string
		raw  []byte
		want intake.Verdict
		code string
	}{
		{"opens at a page", pdfPages(1, "/OpenAction [3 0 R /Fit]"), intake.Accepted, ""},
		{"has links", pdfOf(pdfObject{dict: "<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://example.com) >> >>"}), intake.Accepted, ""},
		{"has a form", pdfPages(1, "/AcroForm << /Fields [] >>"), intake.Accepted, ""},
		{"speaks of JavaScript", pdfOf(flateStream("", []byte("BT (We like JavaScript, Launch and XFA) Tj ET"))), intake.Accepted, ""},
		{"blends", pdfOf(pdfObject{dict: "<< /BM /Screen >>"}), intake.Accepted, ""},
		{"runs JavaScript when it opens", pdfPages(1, "/OpenAction "+javaScript), intake.Attachment, "pdf-javascript"},
		{"has JavaScript under a name", pdfPages(1, "/Names << /JavaScript 3 0 R >>"), intake.Attachment, "pdf-javascript"},
		{"has JavaScript in a packed object", pdfOf(packedObject(javaScript)), intake.Attachment, "pdf-javascript"},
		{"has just the script in a packed object", pdfOf(packedObject("<< /S 5 0 R /JS (x) >>")), intake.Attachment, "pdf-javascript"},
		{"writes it otherwise", pdfOf(pdfObject{dict: "<< /S /J#61vaScri#70t >>"}), intake.Attachment, "pdf-javascript"},
		{"writes it otherwise in a packed object", pdfOf(packedObject("<< /S /J#61vaScript >>")), intake.Attachment, "pdf-javascript"},
		{"packs objects without saying so", pdfOf(flateStream("/N 1 /First 5", []byte("90 0 "+javaScript))), intake.Attachment, "pdf-javascript"},
		{"packs objects with a length that lies", withLength(pdfOf(packedObject(javaScript)), 3), intake.Attachment, "pdf-javascript"},
		{"packs objects twice", pdfOf(twicePacked(javaScript)), intake.Attachment, "pdf-hidden"},
		{"says twice how it is packed", pdfOf(flateStream("/N 1 /First 5 /Filter /ASCIIHexDecode", []byte("90 0 null"))), intake.Attachment, "pdf-hidden"},
		{"packs objects by a filter elsewhere", pdfOf(pdfObject{"<< /Type /ObjStm /N 1 /First 5 /Filter 9 0 R /Length 3 >>", []byte("abc")}), intake.Attachment, "pdf-hidden"},
		{"has objects in a comment", pdfOf(pdfObject{dict: "null % 9 0 obj << /S /Other >> endobj"}), intake.Attachment, "pdf-hidden"},
		{"has objects in a string", pdfOf(pdfObject{dict: "(\n9 0 obj << /X 1 >> endobj)"}), intake.Attachment, "pdf-hidden"},
		{"has objects in a stream", pdfOf(pdfObject{"<< /Length 40 >>", []byte("x\n9 0 obj << /X 1 >> endobj             ")}), intake.Attachment, "pdf-hidden"},
		{"hides one behind a header with much space", pdfOf(pdfObject{dict: "null endobj 8 0" + strings.Repeat(" ", 300) + "obj null"}, pdfObject{dict: "(\n9 0 obj << /X 1 >> endobj)"}), intake.Attachment, "pdf-hidden"},
		{"has JavaScript in a comment", pdfOf(pdfObject{dict: "null % << /S /JavaScript >>"}), intake.Attachment, "pdf-javascript"},
		{"has JavaScript in a stream", pdfOf(pdfObject{"<< /Length 24 >>", []byte("<< /S /Jav#61Script   >>")}), intake.Attachment, "pdf-javascript"},
		{"has a form of XFA", pdfPages(1, "/AcroForm << /XFA 3 0 R >>"), intake.Attachment, "pdf-xfa"},
		{"sends a form", pdfOf(pdfObject{dict: "<< /S /SubmitForm /F (https://example.com) >>"}), intake.Attachment, "pdf-submit"},
		{"has media", pdfOf(pdfObject{dict: "<< /Subtype /RichMedia >>"}), intake.Attachment, "pdf-media"},
		{"has a film", pdfOf(pdfObject{dict: "<< /Subtype /Movie >>"}), intake.Attachment, "pdf-media"},
		{"is encrypted", bytes.Replace(pdfOf(), []byte("trailer\n<<"), []byte("trailer\n<< /Encrypt 9 0 R"), 1), intake.Attachment, "pdf-encrypted"},
		{"is a portfolio", pdfPages(1, "/Collection << /View /D >>"), intake.Attachment, "pdf-files"},
		{"has a text in it", pdfOf(flateStream("/Type /EmbeddedFile", []byte("text"))), intake.Attachment, "pdf-files"},
		{"has HTML in it", pdfOf(flateStream("/Type /EmbeddedFile", []byte("<html>"))), intake.Attachment, "pdf-files"},
		{"has a file that does not say so", pdfOf(pdfObject{dict: "<< /EF << /F 9 0 R >> >>"}), intake.Attachment, "pdf-files"},
		{"has broken XML in it", pdfOf(flateStream("/Type /EmbeddedFile", []byte("<?xml version='1.0'?><a>"))), intake.Attachment, "pdf-files"},
		{"has something behind its end", append(pdfOf(), bytes.Repeat([]byte("more\n"), 10)...), intake.Attachment, "trailing"},
		{"is filled up", append(pdfOf(), make([]byte, 500)...), intake.Accepted, ""},
		{"starts a program", pdfOf(pdfObject{dict: "<< /S /Launch /F (cmd.exe) >>"}), intake.Refused, "pdf-launch"},
		{"starts a program from a packed object", pdfOf(packedObject("<< /S/Launch/F(cmd.exe) >>")), intake.Refused, "pdf-launch"},
		{"may start one", pdfOf(pdfObject{dict: "<< /S 9 0 R >>"}, pdfObject{dict: "/Launch"}), intake.Attachment, "pdf-launch-name"},
		{"has a program in it", pdfOf(flateStream("/Type /EmbeddedFile", []byte("MZ\x90\x00\x03\x00"))), intake.Refused, "program"},
		{"has a program in it that does not say so", pdfOf(flateStream("", []byte("\x7fELF\x02\x01\x01\x00"))), intake.Refused, "program"},
		{"has a script in it", pdfOf(pdfObject{"<< /Type /EmbeddedFile /Length 10 >>", []byte("#!/bin/sh\n")}), intake.Refused, "program"},
		{"packs too many objects", pdfOf(flateStream("/Type /ObjStm /N 1 /First 5", make([]byte, 65<<20))), intake.Refused, "bomb"},
	} {
		got := inspect(t, "a.pdf", c.raw, intake.Limits{})
		if got.Verdict != c.want || c.code != "" && !got.Has(c.code) {
			t.Errorf("a PDF that %s is %s: %+v, want %s %s", c.what, got.Verdict, got.Findings, c.want, c.code)
		}
	}
}

func TestWhatIsHandedOutOnly(t *testing.T) {
	relation := func(kind string) member {
		return member{"word/_rels/document.xml.rels", `<Relationships><Relationship Type="http://x/` + kind + `" Target="https://example.com/" TargetMode="External"/></Relationships>`}
	}
	for _, c := range []struct {
		what string
		raw  []byte
		want intake.Verdict
		code string
	}{
		{"Word with a link", wordOf(relation("hyperlink")), intake.Accepted, ""},
		{"Word with a template from elsewhere", wordOf(relation("attachedTemplate")), intake.Attachment, "office-external"},
		{"Word with macros", wordOf(member{"word/vbaProject.bin", "x"}), intake.Attachment, "office-macros"},
		{"Word that says that it has macros", zipOf(typesOf("application/vnd.ms-word.document.macroEnabled.main+xml")), intake.Attachment, "office-macros"},
		{"Excel with macros of old", zipOf(typesOf(excelMain, "application/vnd.ms-excel.macrosheet+xml")), intake.Attachment, "office-macros"},
		{"Word with files in it", wordOf(member{"word/embeddings/oleObject1.bin", "x"}), intake.Attachment, "office-embedded"},
		{"Word with controls", wordOf(member{"word/activeX/activeX1.xml", "<a/>"}), intake.Attachment, "office-activex"},
		{"Word that asks programs", wordOf(member{"word/header1.xml", `<w:fldSimple xmlns:w="w" w:instr=" DDEAUTO cmd "/>`}), intake.Attachment, "office-dde"},
		{"Word that asks programs in a text", wordOf(member{"word/header1.xml", `<w:p xmlns:w="w"><w:instrText> DDEAUTO cmd </w:instrText></w:p>`}), intake.Attachment, "office-dde"},
		{"Excel that asks programs", zipOf(typesOf(excelMain), member{"xl/externalLinks/a.xml", "<externalLink><ddeLink/></externalLink>"}), intake.Attachment, "office-dde"},
		{"HTML", []byte("<!DOCTYPE html><p>"), intake.Attachment, "active-type"},
		{"XHTML", []byte("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>"), intake.Attachment, "active-type"},
		{"SVG", []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), intake.Attachment, "active-type"},
		{"RTF", []byte(`{\rtf1 text}`), intake.Attachment, "active-type"},
		{"Word of old", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...), intake.Attachment, "active-type"},
		{"ZIP with something unknown", zipOf(member{"a.dat", "\x00\x01\x02"}), intake.Attachment, "unknown-type"},
		{"ZIP with HTML", zipOf(member{"a.txt", "<html>"}), intake.Attachment, "active-type"},
		{"ZIP that is encrypted", encrypted(), intake.Attachment, "encrypted"},
		{"mail with macros", []byte(mailWith("a.docx", string(wordOf(member{"word/vbaProject.bin", "x"})))), intake.Attachment, "office-macros"},
		{"mail with PDF", []byte(mailWith("a.pdf", string(pdfOf()))), intake.Accepted, ""},
		{"JPEG with something behind it", append(jpegOf(noise(3, 3)), "SEFH something of a camera SEFT"...), intake.Attachment, "trailing"},
	} {
		got := inspect(t, "a", c.raw, intake.Limits{})
		if got.Verdict != c.want || c.code != "" && !got.Has(c.code) {
			t.Errorf("%s is %s, %s: %+v, want %s %s", c.what, got.Verdict, got.Type, got.Findings, c.want, c.code)
		}
	}
}

func TestFindingsSayWhere(t *testing.T) {
	inner := zipOf(member{"b.docx", string(wordOf(member{"word/vbaProject.bin", "x"}))})
	got := inspect(t, "a.eml", []byte(mailWith("a\u202etxt.zip", string(inner))), intake.Limits{Nested: 4})
	if want := "a‹U+202E›txt.zip: b.docx"; len(got.Findings) != 1 || got.Findings[0].Where != want {
		t.Errorf("%+v, want one at %s", got.Findings, want)
	}
}

// withLength makes a stream say another length than it has.
func withLength(pdf []byte, length int) []byte {
	at := bytes.Index(pdf, []byte("/Length "))
	end := at + bytes.IndexByte(pdf[at:], '>')
	return append(append(append([]byte{}, pdf[:at]...), fmt.Sprintf("/Length %d ", length)...), pdf[end:]...)
}

// twicePacked is an object in a stream that is packed by two filters.
func twicePacked(text string) pdfObject {
	var b bytes.Buffer
	w := ascii85.NewEncoder(&b)
	_, _ = w.Write(packed([]byte("90 0 " + text)))
	_ = w.Close()
	b.WriteString("~>")
	return pdfObject{fmt.Sprintf("<< /Type /ObjStm /N 1 /First 5 /Filter [/ASCII85Decode /FlateDecode] /Length %d >>", b.Len()), b.Bytes()}
}

// encrypted is an archive that says that its member is.
func encrypted() []byte {
	raw := zipOf(member{"a", "text"})
	raw[6] |= 1
	raw[bytes.Index(raw, []byte("PK\x01\x02"))+8] |= 1
	return raw
}
