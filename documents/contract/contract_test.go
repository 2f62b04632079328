package contract_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"upline/documents/contract"
	"upline/internal/fault"
	"upline/internal/oracle"
	"upline/internal/papertest"
)

// accepted is a contract as long as usual, with what is nasty in it.
func accepted(language string) *contract.Contract {
	at := time.Date(2026, 11, 27, 9, 30, 17, 0, time.UTC)
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	long := strings.Repeat("Der Partner vermittelt Verträge über die Waren der Gesellschaft, ohne zu Käufen verpflichtet zu sein. ", 9)
	words := "# § 1 Gegenstand\n\n" + long + "\n\n# § 2 Vergütung\n\n" + strings.Repeat(long+"\n\n", 6)
	return &contract.Contract{
		Language: language, Partner: "P000123", Address: []string{"Dr. Maximiliane Freifrau von und zu " + strings.Repeat("Hohenlohe-", 7) + "Öttingen", "Äußere Ringstraße 12", "80331 München"},
		Registration: "b3f1c2d4-0000-4000-8000-000000000001", Accepted: at, Zone: zone,
		Texts: []contract.Text{
			{Kind: "contract", Version: "2026-03", SHA256: strings.Repeat("ab", 32), Content: words},
			{Kind: "withdrawal", Version: "2025-11", SHA256: strings.Repeat("cd", 32), Content: "# Widerrufsbelehrung\n\nSie haben das Recht, binnen vierzehn Tagen ohne Angabe von Gründen zu widerrufen."},
		},
		Consents: []string{"terms", "privacy_noted", "newsletter", "phone_contact"},
		Steps: []contract.Step{
			{At: at.Add(-9 * time.Minute), What: "Das Formular ist mit diesem Inhalt und diesen Ankreuzfeldern abgesandt worden."},
			{At: at, What: "Der Vertrag ist in den gezeigten Fassungen angenommen worden (§§ 145 ff., 312i BGB)."},
		},
		Record: strings.Repeat("ef", 32),
	}
}

// The same contract is the same bytes, and keeps the rules of PDF/A-3. With UPLINE_LOOK=folder the files stay there, to be looked at.
func TestContracts(t *testing.T) {
	files := map[string][]byte{}
	for _, language := range papertest.Letterhead(t).Languages() {
		file, err := contract.Write(papertest.Letterhead(t), accepted(language))
		if err != nil {
			t.Fatal(err)
		}
		again, err := contract.Write(papertest.Letterhead(t), accepted(language))
		if err != nil || !bytes.Equal(file, again) {
			t.Errorf("the contract in %s is not the same a second time: %v", language, err)
		}
		name := "contract-" + language + ".pdf"
		files[name] = file
		if folder := os.Getenv("UPLINE_LOOK"); folder != "" {
			if err := os.WriteFile(filepath.Join(folder, name), file, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if testing.Short() {
		return
	}
	for name, report := range oracle.Check(t, files) {
		if found := report.Found(); !report.Asked("PDF/A-3b") || len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
	}
}

// A contract without texts is none.
func TestNothingAccepted(t *testing.T) {
	c := accepted("de")
	c.Texts = nil
	if _, err := contract.Write(papertest.Letterhead(t), c); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a contract without texts: %v", err)
	}
}
