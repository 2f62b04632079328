package intake_test

import (
	"image"
	"strings"
	"testing"
	"unicode/utf16"

	"upline/documents/intake"
)

const (
	mailText = "From: Änne <a@example.com>\r\nTo: b@example.com\r\nDate: Mon, 2 Nov 2026 10:00:00 +0100\r\nSubject: Vertrag\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGuten Tag\r\n--x--\r\n"
	ciiText = `<?xml version="1.0" encoding="UTF-8"?><rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="r">` +
		`<rsm:ExchangedDocument><ram:ID>G-1</ram:ID><ram:TypeCode>389</ram:TypeCode></rsm:ExchangedDocument></rsm:CrossIndustryInvoice>`
	ublText  = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><InvoiceTypeCode>380</InvoiceTypeCode></Invoice>`
	camtText = `<?xml version='1.0' encoding="ISO-8859-1"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><Nm>M` + "\xfc" + `ller</Nm></Document>`
)

func wide(text string) []byte {
	raw := []byte("\xff\xfe")
	for _, u := range utf16.Encode([]rune(text)) {
		raw = append(raw, byte(u), byte(u>>8))
	}
	return raw
}

func TestFilesAreKnownByTheirBytes(t *testing.T) {
	small := image.NewGray(image.Rect(0, 0, 30, 20))
	invoice := flateStream("/Type /EmbeddedFile /Subtype /text#2Fxml", []byte(ciiText))
	for _, c := range []struct {
		what, name string
		raw        []byte
		want       intake.Report // what of it is compared
	}{
		{"PDF", "a.pdf", pdfPages(3, ""), intake.Report{Type: intake.PDF, Pages: 3}},
		{"PDF whose pages are packed", "a.pdf", pdfPages(2, "", packedObject("<< /Type /Font /Name /F1 >>")), intake.Report{Type: intake.PDF, Pages: 2}},
		{"PDF with an invoice", "a.pdf", pdfPages(1, "/AF [3 0 R]", pdfObject{dict: "<< /Type /Filespec /EF << /F 4 0 R >> >>"}, invoice), intake.Report{Type: intake.PDF, Pages: 1, Form: intake.CII, Code: "389"}},
		{"PNG", "a.png", pngOf(noise(30, 20)), intake.Report{Type: intake.PNG, Pages: 1, Width: 30, Height: 20}},
		{"PNG in grey", "a.png", pngOf(small), intake.Report{Type: intake.PNG, Pages: 1, Width: 30, Height: 20}},
		{"JPEG", "a.jpeg", jpegOf(noise(30, 20)), intake.Report{Type: intake.JPEG, Pages: 1, Width: 30, Height: 20}},
		{"JPEG with another behind it", "a.jpg", append(jpegOf(noise(30, 20)), jpegOf(small)...), intake.Report{Type: intake.JPEG, Pages: 1, Width: 30, Height: 20}},
		{"TIFF", "a.tif", tiffOf(3, 40, 10), intake.Report{Type: intake.TIFF, Pages: 3, Width: 40, Height: 10}},
		{"WebP", "a.webp", webpOf(), intake.Report{Type: intake.WebP, Pages: 1, Width: 1, Height: 1}},
		{"text", "a.txt", []byte("Grüße\n"), intake.Report{Type: intake.Text, Encoding: "utf-8"}},
		{"text of old", "a.txt", []byte("Gr\xfc\xdfe \x80\n"), intake.Report{Type: intake.Text, Encoding: "windows-1252"}},
		{"text of Windows", "a.txt", wide("Grüße\n"), intake.Report{Type: intake.Text, Encoding: "utf-16le"}},
		{"text that begins like an address", "a.txt", []byte("<max@example.com> schrieb: ja\n"), intake.Report{Type: intake.Text, Encoding: "utf-8"}},
		{"text with a character where pieces are cut", "a.txt", []byte(strings.Repeat("x", 256<<10-1) + "ü"), intake.Report{Type: intake.Text, Encoding: "utf-8"}},
		{"table", "a.csv", []byte("id;name\n1;\"Müller; Max\"\n2;Änne\n"), intake.Report{Type: intake.CSV, Encoding: "utf-8"}},
		{"XML", "a.xml", []byte("<a>b</a>"), intake.Report{Type: intake.XML, Encoding: "utf-8"}},
		{"XML in UTF-16", "a.xml", wide(`<?xml version="1.0" encoding="UTF-16"?><a>ü</a>`), intake.Report{Type: intake.XML, Encoding: "utf-16le"}},
		{"invoice", "a.xml", []byte(ciiText), intake.Report{Type: intake.XML, Form: intake.CII, Code: "389", Encoding: "utf-8"}},
		{"invoice of OASIS", "a.xml", []byte(ublText), intake.Report{Type: intake.XML, Form: intake.UBL, Code: "380", Encoding: "utf-8"}},
		{"bank statement", "a.xml", []byte(camtText), intake.Report{Type: intake.XML, Form: intake.CAMT, Encoding: "windows-1252"}},
		{"mail", "a.eml", []byte(mailText), intake.Report{Type: intake.Mail, Encoding: "utf-8"}},
		{"mail that many servers have seen", "a.eml", []byte("Delivered-To: a@example.com\r\nReceived: by b\r\n" + strings.Repeat("X-Seen: by somebody else\r\n", 300) + mailText), intake.Report{Type: intake.Mail, Encoding: "utf-8"}},
		{"Word", "a.docx", wordOf(), intake.Report{Type: intake.Word}},
		{"Excel", "a.xlsx", zipOf(typesOf(excelMain), member{"xl/worksheets/sheet1.xml", "<worksheet/>"}), intake.Report{Type: intake.Excel}},
		{"ZIP", "a.zip", zipOf(member{"a.txt", "ja\n"}, member{"b/c.pdf", string(pdfOf())}), intake.Report{Type: intake.ZIP}},
	} {
		got := inspect(t, c.name, c.raw, intake.Limits{})
		if got.Verdict != intake.Accepted {
			t.Errorf("%s is %s: %v", c.what, got.Verdict, got.Findings)
		}
		if got.Name != c.name || got.Has("name-mismatch") {
			t.Errorf("%s called %s becomes %s: %v", c.what, c.name, got.Name, got.Findings)
		}
		seen := intake.Report{Type: got.Type, Form: got.Form, Code: got.Code, Encoding: got.Encoding, Pages: got.Pages, Width: got.Width, Height: got.Height}
		if w := c.want; seen.Type != w.Type || seen.Form != w.Form || seen.Code != w.Code || seen.Encoding != w.Encoding || seen.Pages != w.Pages || seen.Width != w.Width || seen.Height != w.Height {
			t.Errorf("%s is\n%+v, want\n%+v", c.what, seen, w)
		}
	}
}

func TestANameThatSaysSomethingElseIsNoted(t *testing.T) {
	got := inspect(t, "../Rechnung.exe", pdfOf(), intake.Limits{})
	if got.Verdict != intake.Accepted || !got.Has("name-mismatch") || got.Name != "Rechnung.exe.pdf" {
		t.Errorf("%s %v %v", got.Name, got.Verdict, got.Findings)
	}
	i := intake.Inspector{}
	raw := pngOf(noise(2, 2))
	got, err := i.Inspect(t.Context(), intake.File{Name: "a.png", Declared: "application/pdf", Body: strings.NewReader(string(raw)), Size: int64(len(raw))})
	if err != nil || got.Verdict != intake.Accepted || !got.Has("declared-mismatch") {
		t.Errorf("%v %v", got.Findings, err)
	}
}
