package paper_test

import (
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"upline/documents/paper"
)

// page is what another program reads on a page: words, with where they stand, in points.
type page struct {
	Words []word `xml:"word"`
}

type word struct {
	Left   float64 `xml:"xMin,attr"`
	Top    float64 `xml:"yMin,attr"`
	Right  float64 `xml:"xMax,attr"`
	Bottom float64 `xml:"yMax,attr"`
	Text   string  `xml:",chardata"`
}

// at is where a word was found.
type at struct {
	page int
	word
}

// read has poppler read a file.
func read(t *rapid.T, folder string, file []byte) []page {
	t.Helper()
	name := filepath.Join(folder, "read.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-bbox", name, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v (./stack programs has it on this machine)", err)
	}
	var read struct {
		Pages []page `xml:"body>doc>page"`
	}
	if err := xml.Unmarshal(out, &read); err != nil {
		t.Fatal(err)
	}
	return read.Pages
}

// places are where each word stands.
func places(pages []page) map[string][]at {
	found := map[string][]at{}
	for i, p := range pages {
		for _, w := range p.Words {
			found[w.Text] = append(found[w.Text], at{i, w})
		}
	}
	return found
}

// once is where a word stands that has to stand in one place.
func once(t *rapid.T, found map[string][]at, text string) at {
	t.Helper()
	if len(found[text]) != 1 {
		t.Fatalf("%s stands in %d places", text, len(found[text]))
	}
	return found[text][0]
}

const millimetre = 72 / 25.4

// Whatever is in a table: each row is there once, in its order, and on one page, below the titles of the columns; a heading has a row
// below it, and a sum one above; nothing stands outside of the margins, and pages are numbered.
func TestTablesBreakWell(t *testing.T) {
	if testing.Short() {
		t.Skip("needs poppler: run make test")
	}
	head, err := paper.Default()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		sheet, err := head.Begin(paper.About{Language: "de", Title: "Prüfung", Made: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		sheet.Space(float64(rapid.IntRange(0, 150).Draw(t, "above")))
		table := sheet.Table(paper.Column{Title: "KOPF", Width: 25}, paper.Column{Title: "Name"}, paper.Column{Title: "Betrag", Width: 30, Right: true})
		drawn := draw(t, table)
		table.End()
		file, err := sheet.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		pages := read(t, folder, file)
		checkTable(t, places(pages), drawn)
		checkPages(t, pages)
	})
}

// draw fills a table with all sorts of rows, and returns the words of each, the first of which says what it is: H, R or S, and a number.
func draw(t *rapid.T, table *paper.Table) (rows [][]string) {
	names := rapid.SampledFrom([]string{"Müller", "Łukasz", "Örtel", "Straße", "Donaudampfschiff", "x"})
	for i := range rapid.IntRange(1, 120).Draw(t, "rows") {
		var words []string
		for j := range rapid.IntRange(1, 12).Draw(t, "words") {
			words = append(words, fmt.Sprintf("%s%dq%d", names.Draw(t, "name"), i, j))
		}
		if rapid.IntRange(0, 9).Draw(t, "heading") == 0 {
			table.Group(fmt.Sprintf("H%d", i))
			rows = append(rows, []string{fmt.Sprintf("H%d", i)})
		}
		amount := fmt.Sprintf("%d,00", i)
		table.Row(fmt.Sprintf("R%d", i), strings.Join(words, " "), amount)
		rows = append(rows, append([]string{fmt.Sprintf("R%d", i)}, words...))
		if rapid.IntRange(0, 9).Draw(t, "sum") == 0 {
			table.Sum(fmt.Sprintf("S%d aus sehr vielen Zeilen dieser Tabelle", i), "", amount)
			rows = append(rows, []string{fmt.Sprintf("S%d", i)})
		}
	}
	return rows
}

func checkTable(t *rapid.T, found map[string][]at, rows [][]string) {
	titles := map[int]at{}
	for _, title := range found["KOPF"] {
		titles[title.page] = title
	}
	var before at
	for i, row := range rows {
		first := once(t, found, row[0])
		if i > 0 && (first.page < before.page || first.page == before.page && first.Top < before.Bottom-1) {
			t.Fatalf("%s stands on page %d at %.1f, not below %s", row[0], first.page+1, first.Top, before.Text)
		}
		if title, is := titles[first.page]; !is || title.Bottom > first.Top+1 {
			t.Fatalf("%s stands on page %d, which has no titles of columns above it", row[0], first.page+1)
		}
		alone := i > 0 && before.page != first.page
		if alone && strings.HasPrefix(before.Text, "H") || alone && row[0][0] == 'S' {
			t.Fatalf("page %d parts %s from %s", first.page+1, row[0], before.Text)
		}
		before = first
		for _, word := range row[1:] {
			if place := once(t, found, word); place.page != first.page {
				t.Fatalf("%s is cut: %s stands on page %d, %s on page %d", row[0], row[0], first.page+1, word, place.page+1)
			}
		}
	}
}

// checkPages checks margins and numbers of pages.
func checkPages(t *rapid.T, pages []page) {
	for i, p := range pages {
		var text strings.Builder
		for _, w := range p.Words {
			fmt.Fprintf(&text, "%s ", w.Text)
			if w.Left < 23*millimetre || w.Right > 192*millimetre || w.Top < 10*millimetre || w.Bottom > 292*millimetre {
				t.Fatalf("page %d: %q stands outside of the margins, at %.0f,%.0f", i+1, w.Text, w.Left/millimetre, w.Top/millimetre)
			}
		}
		if number := fmt.Sprintf("Seite %d von %d ", i+1, len(pages)); strings.Contains(text.String(), number) != (len(pages) > 1) {
			t.Fatalf("page %d of %d: its number is wrong", i+1, len(pages))
		}
	}
}
