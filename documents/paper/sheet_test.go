package paper_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"upline/documents/paper"
	"upline/internal/period"
)

// letter writes a letter with a table of so many lines.
func letter(t testing.TB, language string, lines int) []byte {
	t.Helper()
	head, err := paper.Default()
	if err != nil {
		t.Fatal(err)
	}
	return write(t, head, language, lines)
}

func write(t testing.TB, head *paper.Letterhead, language string, lines int) []byte {
	t.Helper()
	sheet, err := head.Begin(paper.About{Language: language, Title: "Abrechnung für März", Made: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	sheet.Address("Dr. Friederike von und zu "+strings.Repeat("Hohenlohe-Waldenburg-", 5)+"Schillingsfürst", "Straße des 17. Juni 135", "10623 Berlin")
	day, _ := period.ParseDay("2026-03-31")
	sheet.Facts(paper.Fact{Name: "Partner", Value: "P-000123"}, paper.Fact{Name: "Datum", Value: sheet.Day(day)},
		paper.Fact{Name: "Auszahlung auf das Konto", Value: "DE02 1203 0000 0000 2020 51"})
	sheet.Title("Abrechnung für März 2026")
	sheet.Paragraph("Sehr geehrte Frau Dr. von und zu Hohenlohe, " + strings.Repeat("dies ist ein Absatz mit Umlauten (äöüß ÄÖÜ ẞ €) ", 5))
	table := sheet.Table(paper.Column{Title: "Auftrag", Width: 25}, paper.Column{Title: "Verkäufer"}, paper.Column{Title: "Ebene", Width: 15, Right: true},
		paper.Column{Title: "Prozent", Width: 20, Right: true}, paper.Column{Title: "Betrag", Width: 25, Right: true})
	for i := range lines {
		if i%40 == 0 {
			table.Group("Stufenplan " + fmt.Sprint(i/40+1))
		}
		name := "Max Mustermann"
		if i%13 == 5 {
			name = strings.Repeat("Donaudampfschifffahrts", 4) + " Łukasz Żółć 😀 漢字"
		}
		table.Row(fmt.Sprintf("O-%06d", i), name, fmt.Sprint(i%7), sheet.Percent(2_500_000), sheet.Amount(int64(i*1234-4000), 2, "EUR"))
	}
	table.Sum("", "Summe", "", "", sheet.Amount(123456789, 2, "EUR"))
	table.End()
	sheet.Note("Kleingedrucktes.")
	sheet.Attach(paper.File{Name: "data.xml", Type: "text/xml", About: "Daten", Relation: paper.Data, Content: []byte("<a/>")})
	file, err := sheet.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestTheSameContentGivesTheSameBytes(t *testing.T) {
	first, second := letter(t, "de", 100), letter(t, "de", 100)
	if !bytes.Equal(first, second) {
		t.Errorf("two files of one content differ: %d and %d bytes", len(first), len(second))
	}
	if dir := os.Getenv("LOOK"); dir != "" {
		_ = os.WriteFile(dir+"/letter.pdf", first, 0o600)
		_ = os.WriteFile(dir+"/short.pdf", letter(t, "en", 3), 0o600)
	}
}

func BenchmarkLetter(b *testing.B) {
	head, err := paper.Default()
	if err != nil {
		b.Fatal(err)
	}
	for _, lines := range []int{3, 30, 300} {
		b.Run(fmt.Sprintf("lines=%d", lines), func(b *testing.B) {
			for b.Loop() {
				write(b, head, "de", lines)
			}
		})
	}
}
