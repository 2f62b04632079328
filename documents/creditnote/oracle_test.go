package creditnote_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"upline/documents/creditnote"
	"upline/internal/oracle"
)

// TestTheRulesFindNothing asks veraPDF and the rules of EN 16931, ZUGFeRD and XRechnung about every tax case at every edge.
func TestTheRulesFindNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("asks a Java program")
	}
	head, files := letterhead(t), map[string][]byte{}
	languages := []string{"de", "en"}
	for of := range partners {
		for edge, turn := range edges {
			for i, language := range languages {
				n := note(t, of, language)
				turn(t, &n)
				name := of + "_" + edge + "_" + language
				pdf, _, err := creditnote.Draw(head, n, creditnote.EN16931)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				files[name+".pdf"] = pdf
				if i == 0 {
					if pdf, _, err = creditnote.Draw(head, n, creditnote.XRechnung); err != nil {
						t.Fatalf("%s: %v", name, err)
					}
					files[name+"_xrechnung.pdf"] = pdf
				}
			}
		}
	}
	look(t, files)
	for name, report := range oracle.Check(t, files) {
		rules, file := "ZUGFeRD", "factur-x.xml"
		if strings.Contains(name, "_xrechnung") {
			rules, file = "XRechnung", "xrechnung.xml"
		}
		if !report.Asked("PDF/A-3b") || !report.Asked("EN 16931") || !report.Asked(rules) {
			t.Fatalf("%s: nobody asked all the rules: %v", name, report.Errors)
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
}

// look keeps the files for people who want to see them.
func look(t *testing.T, files map[string][]byte) {
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
