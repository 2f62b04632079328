package certificate_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"upline/documents/certificate"
	"upline/documents/paper"
	"upline/internal/oracle"
	"upline/internal/papertest"
)

// withLogo is a letterhead with a logo as high as they may be.
func withLogo(t testing.TB) *paper.Letterhead {
	t.Helper()
	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewGray(image.Rect(0, 0, 60, 30))); err != nil {
		t.Fatal(err)
	}
	head, err := paper.Read(fstest.MapFS{
		"logo.png": {Data: logo.Bytes()},
		"letterhead.yaml": {Data: []byte(`
company: {name: Alpina GmbH, street: Ring 1, postal_code: "80331", city: München, country: DE, vat_id: DE123456789}
accent: "#7a1f3d"
logo: {file: logo.png, height: 30}
fonts: {regular: fonts/LiberationSans-Regular.ttf, bold: fonts/LiberationSans-Bold.ttf}
`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return head
}

func certificateOf(language, partner, rank string) certificate.Certificate {
	return certificate.Certificate{Language: language, Partner: partner, Rank: rank, Achieved: 20787, Issued: 20792}
}

var longName = strings.Repeat("Friederike Hohenlohe-Schillingsfürst ", 4)[:121] // 120 letters

// TestCertificatesAreArchives asks veraPDF about certificates with short and long names in both languages; LOOK keeps them.
func TestCertificatesAreArchives(t *testing.T) {
	if testing.Short() {
		t.Skip("asks a Java program")
	}
	files := map[string][]byte{}
	for _, language := range []string{"de", "en"} {
		for name, c := range map[string]certificate.Certificate{
			"usual": certificateOf(language, "Łukasz Größmann", "Gold"),
			"long":  certificateOf(language, longName, "Präsident der Donaudampfschifffahrtsgesellschaft mit Diamanten und Brillanten"),
			"huge":  certificateOf(language, strings.Repeat("Ä", 400)+strings.Repeat(" Müller-Lüdenscheidt", 30), strings.Repeat("Präsidentin ", 20)),
		} {
			head := papertest.Letterhead(t)
			if name == "huge" {
				head = withLogo(t)
			}
			file, err := certificate.Draw(head, c)
			if err != nil {
				t.Fatal(err)
			}
			files[name+"-"+language+".pdf"] = file
			if folder := os.Getenv("LOOK"); folder != "" {
				if err := os.WriteFile(filepath.Join(folder, "certificate-"+name+"-"+language+".pdf"), file, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	for name, report := range oracle.Check(t, files) {
		if !report.Asked("PDF/A-3b") || len(report.Found()) > 0 {
			t.Errorf("%s: %v", name, report.Errors)
		}
	}
}

func TestACertificateIsOnePageThatStaysTheSame(t *testing.T) {
	first, err := certificate.Draw(papertest.Letterhead(t), certificateOf("de", longName, longName))
	if err != nil {
		t.Fatal(err)
	}
	second, err := certificate.Draw(papertest.Letterhead(t), certificateOf("de", longName, longName))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Error("two files of one certificate differ")
	}
	if pages := bytes.Count(first, []byte("<</Type /Page\n")); pages != 1 {
		t.Errorf("it has %d pages", pages)
	}
	for _, language := range papertest.Letterhead(t).Languages() {
		texts, err := papertest.Letterhead(t).Texts(language)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"title", "to", "achieved", "thanks", "place", "signature"} {
			if !texts.Has("certificate." + key) {
				t.Errorf("%s has no text certificate.%s", language, key)
			}
		}
	}
}

func TestCertificatesThatAreRefused(t *testing.T) {
	for _, c := range []certificate.Certificate{
		certificateOf("de", "", "Gold"), certificateOf("de", "Anna", ""), certificateOf("xx", "Anna", "Gold"),
		{Language: "de", Partner: "Anna", Rank: "Gold", Achieved: 2, Issued: 1},
	} {
		if _, err := certificate.Draw(papertest.Letterhead(t), c); err == nil {
			t.Errorf("drawn: %+v", c)
		}
	}
}

func BenchmarkCertificate(b *testing.B) {
	head, c := papertest.Letterhead(b), certificateOf("de", "Łukasz Größmann", "Gold")
	for b.Loop() {
		if _, err := certificate.Draw(head, c); err != nil {
			b.Fatal(err)
		}
	}
}
