package reading_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"upline/documents/intake"
	"upline/documents/intake/reading"
	"upline/internal/fault"
)

func office(main string, parts map[string]string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, _ := w.Create("[Content_Types].xml")
	_, _ = f.Write([]byte(`<Types><Override ContentType="` + main + `"/></Types>`))
	for name, text := range parts {
		f, _ := w.Create(name)
		_, _ = f.Write([]byte(text))
	}
	_ = w.Close()
	return b.Bytes()
}

const mail = "From: =?utf-8?q?=C3=84nne?= <a@example.com>\r\nTo: b@example.com\r\nDate: Mon, 2 Nov 2026 10:00:00 +0100\r\nSubject: =?iso-8859-1?q?K=FCndigung?=\r\n" +
	"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n" +
	"--y\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe\r\n--y\r\nContent-Type: text/html\r\n\r\n<p>Nochmals</p>\r\n--y--\r\n" +
	"--x\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\na;b\r\n1;2\r\n--x--\r\n"

func TestTextOfFiles(t *testing.T) {
	word := office("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", map[string]string{
		"word/document.xml": `<w:document xmlns:w="w"><w:p><w:r><w:t>Partner</w:t></w:r><w:r><w:t xml:space="preserve">vertrag für </w:t><w:t>Änne</w:t></w:r></w:p><w:p><w:t>Ende</w:t></w:p></w:document>`,
		"word/footer1.xml":  `<w:ftr xmlns:w="w"><w:p><w:t>Seite 1</w:t></w:p></w:ftr>`,
		"word/styles.xml":   `<w:styles xmlns:w="w"><w:t>nothing to read</w:t></w:styles>`,
	})
	excel := office("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", map[string]string{
		"xl/sharedStrings.xml":     `<sst><si><t>Umsatz</t></si><si><r><t>Müll</t></r><r><t>er</t></r></si></sst>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row><c t="s"><v>0</v></c><c><v>1234.5</v></c><c t="inlineStr"><is><t>hier</t></is></c></row></sheetData></worksheet>`,
	})
	for _, c := range []struct {
		name string
		raw  []byte
		want string
	}{
		{"a.txt", []byte("\xef\xbb\xbfGrüße\n"), "Grüße\n"},
		{"a.txt", []byte("Gr\xfc\xdfe \x80\n"), "Grüße €\n"},
		{"a.txt", []byte("\xff\xfeG\x00r\x00\xfc\x00"), "Grü"},
		{"a.csv", []byte("a;b\n1;2\n"), "a;b\n1;2\n"},
		{"a.xml", []byte("<a>\n <b>Eins</b><b>Zwei &amp; Drei</b></a>"), "Eins\nZwei & Drei"},
		{"a.docx", word, "Partnervertrag für Änne\nEnde\nSeite 1"},
		{"a.xlsx", excel, "Umsatz\nMüller\n1234.5\nhier"},
		{"a.eml", []byte(mail), "From: Änne <a@example.com>\nTo: b@example.com\nDate: Mon, 2 Nov 2026 10:00:00 +0100\nSubject: Kündigung\nGrüße\n[a.csv]\n"},
	} {
		got, err := reading.New(reading.Config{Folder: t.TempDir()}).Text(t.Context(), brought(t, c.name, c.raw))
		if err != nil || got.String() != c.want {
			t.Errorf("%s says %q, %v; want %q", c.name, got.String(), err, c.want)
		}
	}
}

func TestTextOfHTMLInAMail(t *testing.T) {
	raw := "From: a@example.com\r\nTo: b@example.com\r\nSubject: x\r\nDate: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<style>p{}</style><p>Guten <b>Tag</b></p><script>alert(1)</script><p>Änne"
	got, err := reading.New(reading.Config{Folder: t.TempDir()}).Text(t.Context(), brought(t, "a.eml", []byte(raw)))
	if err != nil || !strings.HasSuffix(got.String(), "\nGuten Tag\nÄnne") {
		t.Errorf("%q %v", got.String(), err)
	}
}

func TestTextHasALimit(t *testing.T) {
	r := reading.New(reading.Config{Folder: t.TempDir(), Limits: reading.Limits{Text: 7}})
	for name, raw := range map[string][]byte{"a.txt": []byte("ääääääääää"), "b.xml": []byte("<a>ääääääääää</a>")} {
		got, err := r.Text(t.Context(), brought(t, name, raw))
		if err != nil || !got.Cut || got.String() != "äää" {
			t.Errorf("%s: %q %v %v", name, got.String(), got.Cut, err)
		}
	}
}

func TestTextOfPDFAndScans(t *testing.T) {
	if testing.Short() {
		t.Skip("needs programs: poppler-utils, tesseract-ocr")
	}
	scan := sheet()
	write(t, scan, "Kündigung meines Vertrages", "Partnernummer P-4711", "Mit freundlichen Grüßen")
	folder := t.TempDir()
	r := reading.New(reading.Config{Folder: folder})
	f := brought(t, "a.pdf", pdfOf(page{text: "Sehr geehrte Frau M\\374ller, guten Tag"}, page{picture: scan}))
	got, err := r.Text(t.Context(), f)
	if err != nil || len(got.Pages) != 2 {
		t.Fatalf("%+v %v", got, err)
	}
	if p := got.Pages[0]; p.Recognised || !strings.Contains(p.Text, "Sehr geehrte Frau Müller") {
		t.Errorf("the first page says %q", p.Text)
	}
	holds(t, got.Pages[1])
	if got.Recognised != 1 || got.Unread != 0 {
		t.Errorf("%d pages recognised, %d unread", got.Recognised, got.Unread)
	}
	got, err = r.Text(t.Context(), brought(t, "a.tif", tiffOf(sheet(), scan)))
	if err != nil || len(got.Pages) != 2 || strings.TrimSpace(got.Pages[0].Text) != "" {
		t.Fatalf("%+v %v", got, err)
	}
	holds(t, got.Pages[1])
	left, err := os.ReadDir(folder)
	if err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
}

// holds checks that a page of a scan was read.
func holds(t *testing.T, p reading.Page) {
	t.Helper()
	for _, words := range []string{"Kündigung meines Vertrages", "P-4711", "freundlichen Grüßen"} {
		if !p.Recognised || !strings.Contains(p.Text, words) {
			t.Errorf("the scan says %q, without %q", p.Text, words)
		}
	}
}

func TestOnlySoManyPagesAreRecognised(t *testing.T) {
	if testing.Short() {
		t.Skip("needs programs: poppler-utils, tesseract-ocr")
	}
	r := reading.New(reading.Config{Folder: t.TempDir(), Limits: reading.Limits{OCRPages: 1}})
	got, err := r.Text(t.Context(), brought(t, "a.tif", tiffOf(sheet(), sheet(), sheet())))
	if err != nil || got.Recognised != 1 || got.Unread != 2 || len(got.Pages) != 3 {
		t.Errorf("%+v %v", got, err)
	}
}

func TestMissingProgramsAreNamed(t *testing.T) {
	f := brought(t, "a.pdf", pdfOf(page{text: "Text"}))
	empty := t.TempDir()
	t.Setenv("PATH", empty)
	r := reading.New(reading.Config{Folder: t.TempDir()})
	_, err := r.Text(t.Context(), f)
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "util-linux") {
		t.Errorf("%v", err)
	}
	missing := strings.Join(r.Missing(t.Context()), " ")
	for _, debian := range []string{"poppler-utils", "tesseract-ocr", "zbar-tools", "util-linux"} {
		if !strings.Contains(missing, debian) {
			t.Errorf("%s is not said to be missing: %s", debian, missing)
		}
	}
	if err := os.Symlink("/usr/bin/prlimit", filepath.Join(empty, "prlimit")); err != nil {
		t.Fatal(err)
	}
	if _, err = r.Text(t.Context(), f); fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "poppler-utils") {
		t.Errorf("%v", err)
	}
}

func TestMissingLanguagesAreNamed(t *testing.T) {
	if testing.Short() {
		t.Skip("needs programs: tesseract-ocr")
	}
	r := reading.New(reading.Config{Folder: t.TempDir(), Languages: "deu+xxx"})
	_, err := r.Text(t.Context(), brought(t, "a.png", pngOf(sheet())))
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "tesseract-ocr-xxx") || strings.Contains(err.Error(), "tesseract-ocr-deu") {
		t.Errorf("%v", err)
	}
}

func TestOnlyAcceptedFilesAreRead(t *testing.T) {
	f := brought(t, "a.txt", []byte("text"))
	f.Report.Verdict = intake.Attachment
	r := reading.New(reading.Config{})
	if _, err := r.Text(t.Context(), f); fault.KindOf(err) != fault.Invalid {
		t.Errorf("%v", err)
	}
	if _, err := r.Codes(t.Context(), f); fault.KindOf(err) != fault.Invalid {
		t.Errorf("%v", err)
	}
	if err := r.Preview(t.Context(), f, 1, 100, &bytes.Buffer{}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("%v", err)
	}
}

func TestReadingEndsWithItsContext(t *testing.T) {
	f := brought(t, "a.pdf", pdfOf(page{picture: sheet()}))
	gone := errors.New("gone")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(gone)
	if _, err := reading.New(reading.Config{Folder: t.TempDir()}).Text(ctx, f); !errors.Is(err, gone) {
		t.Errorf("%v", err)
	}
}
