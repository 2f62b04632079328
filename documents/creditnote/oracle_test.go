package creditnote_test

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"upline/documents/creditnote"
	"upline/internal/oracle"
	"upline/internal/papertest"
)

// TestTheRules asks veraPDF and the rules of EN 16931, ZUGFeRD and XRechnung about every tax case and every edge: they find nothing;
// and about files that are broken on purpose: they find that. One question for all, since the oracle is slow to wake.
func TestTheRules(t *testing.T) {
	if testing.Short() {
		t.Skip("asks a Java program")
	}
	files := sound(t)
	look(t, files)
	broken := map[string]string{}
	for _, b := range breaks {
		file := b.file(t)
		after := bytes.Replace(file, []byte(b.from), []byte(b.to), 1)
		if bytes.Equal(file, after) {
			t.Fatalf("%s: there is no %q to break", b.name, b.from)
		}
		files["broken-"+b.name], broken["broken-"+b.name] = after, b.found
	}
	for name, report := range oracle.Check(t, files) {
		if want, is := broken[name]; is {
			if !strings.Contains(strings.Join(report.Found(), "\n"), want) {
				t.Errorf("%s: nobody found %q: %v", name, want, report.Found())
			}
			continue
		}
		isSound(t, name, report)
	}
}

func isSound(t *testing.T, name string, report oracle.Report) {
	t.Helper()
	rules, file := "ZUGFeRD", "factur-x.xml"
	if strings.Contains(name, "_xrechnung") {
		rules, file = "XRechnung", "xrechnung.xml"
	}
	if !report.Asked("PDF/A-3b") || !report.Asked("EN 16931") || !report.Asked(rules) {
		t.Errorf("%s: nobody asked all the rules: %v", name, report.Errors)
	}
	for _, found := range report.Found() {
		t.Errorf("%s: %s", name, found)
	}
	if len(report.Attached) != 1 || report.Attached[0].Name != file || report.Attached[0].Relation != "Alternative" || report.Attached[0].Type != "text/xml" {
		t.Errorf("%s: attached is %+v, not %s as the alternative", name, report.Attached, file)
	}
	if !strings.Contains(report.XMP, "<fx:DocumentFileName>"+file+"<") {
		t.Errorf("%s: the metadata do not name %s", name, file)
	}
}

// variants are in which language and by which rules a note is written.
var variants = []struct {
	name, language string
	profile        creditnote.Profile
}{{"de", "de", creditnote.EN16931}, {"en", "en", creditnote.EN16931}, {"xrechnung", "de", creditnote.XRechnung}}

// sound returns every tax case, credited and taken back, in all variants; and a case of each category at each other edge, in one.
func sound(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for of := range partners {
		for variant := range variants {
			draw(t, files, of, "usual", variant)
			draw(t, files, of, "taken-back", variant)
		}
	}
	for i, of := range []string{"regular", "small", "union", "private"} {
		for j, edge := range slices.Sorted(maps.Keys(edges)) {
			draw(t, files, of, edge, (i+j)%len(variants))
		}
	}
	return files
}

func draw(t *testing.T, files map[string][]byte, of, edge string, variant int) {
	t.Helper()
	v := variants[variant]
	n := note(t, of, v.language)
	edges[edge](t, &n)
	name := of + "_" + edge + "_" + v.name
	pdf, _, err := creditnote.Draw(papertest.Letterhead(t), n, v.profile)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	files[name+".pdf"] = pdf
}

// breaks are files with something replaced, and what has to be found then.
var breaks = []struct {
	name     string
	file     func(t *testing.T) []byte
	from, to string
	found    string
}{
	{"total.xml", xmlOf("regular", creditnote.EN16931), "<ram:GrandTotalAmount>1651.", "<ram:GrandTotalAmount>1652.", "BR-CO-15"},
	{"tax.xml", xmlOf("regular", creditnote.EN16931), "<ram:CalculatedAmount>263.", "<ram:CalculatedAmount>269.", "BR-CO-17"},
	{"item.xml", xmlOf("regular", creditnote.EN16931), "<ram:LineTotalAmount>1234.56", "<ram:LineTotalAmount>1234.57", "BR-CO-10"},
	{"kind.xml", xmlOf("regular", creditnote.EN16931), "<ram:TypeCode>389", "<ram:TypeCode>007", "BR-CL-01"},
	{"reason.xml", xmlOf("small", creditnote.EN16931), "ram:ExemptionReason>", "ram:Unreason>", "Unreason"},
	{"category.xml", xmlOf("union", creditnote.EN16931), "<ram:CategoryCode>AE", "<ram:CategoryCode>S", "BR-AE-0"},
	{"vat-id.xml", xmlOf("union", creditnote.EN16931), `schemeID="VA">AT`, `schemeID="VA">QQ`, "BR-CO-09"},
	{"out-of-scope.xml", xmlOf("private", creditnote.EN16931), "</ram:SellerTradeParty>", `<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE136695976</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty>`, "BR-O-02"},
	{"reference.xml", xmlOf("regular", creditnote.XRechnung), "<ram:BuyerReference>P-000123</ram:BuyerReference>", "", "BR-DE-15"},
	{"phone.xml", xmlOf("regular", creditnote.XRechnung), "<ram:CompleteNumber>+49 30 7654321</ram:CompleteNumber>", "", "BR-DE-6"},
	{"relation.pdf", pdfOf("regular"), "/AFRelationship /Alternative", "/XFRelationship /Alternative", "PDF/A-3b: 6.8"},
	{"part.pdf", pdfOf("regular"), "<pdfaid:part>3<", "<pdfaid:part>1<", "PDF/A-3b: 6.6.4"},
	{"schema.pdf", pdfOf("regular"), "<pdfaProperty:name>Version<", "<pdfaProperty:name>Virsion<", "PDF/A-3b: 6.6.2"},
}

func xmlOf(of string, profile creditnote.Profile) func(*testing.T) []byte {
	return func(t *testing.T) []byte {
		t.Helper()
		xml, err := note(t, of, "de").XML(papertest.Letterhead(t), profile)
		if err != nil {
			t.Fatal(err)
		}
		return xml
	}
}

func pdfOf(of string) func(*testing.T) []byte {
	return func(t *testing.T) []byte {
		t.Helper()
		pdf, _, err := creditnote.Draw(papertest.Letterhead(t), note(t, of, "de"), creditnote.EN16931)
		if err != nil {
			t.Fatal(err)
		}
		return pdf
	}
}

// look keeps the files for people who want to see them.
func look(t *testing.T, files map[string][]byte) {
	t.Helper()
	folder := os.Getenv("LOOK")
	if folder == "" {
		return
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
