package bookextract_test

import (
	"bytes"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"upline/commission"
	"upline/documents/bookextract"
	"upline/documents/evidence"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/papertest"
	"upline/internal/period"
)

// book is what an extract is made of.
type book struct {
	head    bookextract.Head
	entries [][]bookextract.Entry // by run
	open    []bookextract.Order
}

// sample is a book of some months, with so many entries of each kind in each.
func sample(t testing.TB, language string, months, each int) *book {
	t.Helper()
	b := &book{head: bookextract.Head{
		Language: language, From: papertest.Day(t, "2026-01-01"), Drawn: papertest.Day(t, "2026-11-27"), Made: time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC),
		Partner: bookextract.Partner{ID: "P-000123", Name: "Jürgen Groß-" + strings.Repeat("Überlingen-", 8) + "Ödön", Address: []string{"Äußere Ringstraße 12", "80331 München"}},
	}}
	first := period.Of(b.head.From)
	for m := range months {
		p := first + period.Period(m)
		run := bookextract.Run{ID: p.String() + "-settlement-" + fmt.Sprint(m+1), Period: p, Posted: p.End() + 3, Currency: "EUR", Scale: 2, Document: "statement-" + p.String()}
		var entries []bookextract.Entry
		s := &commission.Statement{}
		for _, kind := range []commission.Kind{commission.KindEarning, commission.KindRelease, commission.KindReserve, commission.KindReversal} {
			for _, bonus := range []string{"führung", "unilevel"} {
				for i := range each {
					entries = append(entries, entry(p, kind, bonus, i))
				}
			}
		}
		for i := range entries {
			a := entries[i].Amount
			switch entries[i].Kind {
			case commission.KindEarning:
				s.Earnings += a
			case commission.KindReversal:
				s.Reversals += a
			case commission.KindReserve:
				s.Reserve += a
			case commission.KindRelease:
				s.Release += a
			}
		}
		s.Balance = s.Earnings + s.Reversals + s.Reserve + s.Release
		s.Payout = max(0, s.Balance)
		s.Closing = s.Balance - s.Payout
		run.Statement = s
		b.head.Runs, b.entries, b.head.Through = append(b.head.Runs, run), append(b.entries, entries), p.End()
	}
	b.open = []bookextract.Order{{ID: "O-open-1", Partner: "P-000123", Kind: "retail", Placed: b.head.From + 5, Paid: period.Forever, Points: 1_000_0000, CV: 99_9900, Currency: "EUR"}}
	return b
}

func entry(p period.Period, kind commission.Kind, bonus string, i int) bookextract.Entry {
	e := bookextract.Entry{
		Line: evidence.Line{
			Kind: kind, Bonus: bonus, Order: fmt.Sprintf("O-%06d", i), Source: fmt.Sprintf("P-%06d", i*7), Beneficiary: "P-000123", Level: int32(i % 7), HasBase: true,
			Base: money.Value(1_000_0000 + int64(i)*1_2500).Volume(), Percent: 2_500_000, Amount: money.Amount(2500 + int64(i)), Condition: p - period.Period(i%2),
		},
		Of: &bookextract.Order{Kind: "retail", Placed: p.Start() + period.Day(i%28), Paid: p.Start() + period.Day(i%28), Points: 1_000_0000, CV: 1_190_5000, Currency: "EUR"},
	}
	switch {
	case kind == commission.KindReversal || kind == commission.KindReserve:
		e.Amount = -e.Amount / 4
	case i%5 == 4:
		e.Order, e.Of, e.Source, e.Level = "", nil, "", commission.NoLevel
	}
	if kind == commission.KindReversal {
		e.Cancellations = []bookextract.Cancellation{{ID: fmt.Sprintf("K-%d", i), On: p.End(), Share: 500_000, Reason: []string{"returned", "unpaid", "revoked"}[i%3]}}
	}
	return e
}

// into writes a book, the entries some at a time.
func (b *book) into(w bookextract.Writer) error {
	for i := range b.head.Runs {
		if err := w.Run(&b.head.Runs[i]); err != nil {
			return err
		}
		for some := range slices.Chunk(b.entries[i], 7) {
			if err := w.Entries(some); err != nil {
				return err
			}
		}
		if err := w.EndRun(); err != nil {
			return err
		}
	}
	return w.Open(b.open)
}

func (b *book) paper(t testing.TB) (parts [][]byte, err error) {
	t.Helper()
	p, err := bookextract.NewPaper(papertest.Letterhead(t), &b.head, func(part int, file []byte) error {
		if part != len(parts)+1 {
			t.Errorf("part %d comes as number %d", part, len(parts)+1)
		}
		parts = append(parts, file)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := b.into(p); err != nil {
		return nil, err
	}
	return parts, p.End()
}

func (b *book) workbook(t testing.TB) (*excelize.File, error) {
	t.Helper()
	s, err := bookextract.NewSheet(papertest.Letterhead(t), &b.head)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	if err := b.into(s); err != nil {
		return nil, err
	}
	var file bytes.Buffer
	if err := s.End(&file); err != nil {
		return nil, err
	}
	return excelize.OpenReader(&file)
}

// text is what a PDF says.
func text(t testing.TB, file []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "extract.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	if keep := os.Getenv("UPLINE_PAPER_OUT"); keep != "" {
		_ = os.WriteFile(filepath.Join(keep, strings.ReplaceAll(t.Name(), "/", "-")+".pdf"), file, 0o600)
	}
	out, err := exec.Command("pdftotext", "-layout", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// Everything that § 87c HGB asks for is on the paper, in both languages, and no key is left where a text should stand.
func TestPaperSaysWhatTheLawAsksFor(t *testing.T) {
	for language, want := range map[string][]string{
		"de": {
			"Buchauszug 01.01.2026 bis 28.02.2026", "P-000123", "Lauf 2026-01-settlement-1, gebucht am 03.02.2026", "Provision · führung", "Storno · unilevel", "Einbehalt", "O-000003",
			"2,5 %", "Storno K-0 am 31.01.2026 über 50 % des Auftrags. Grund: Rückgabe der Ware", "Grund: Kunde hat nicht bezahlt", "O-open-1", "offen", "statement-2026-01",
			"Nicht gespeichert", "Name und Anschrift der Kunden", "§ 87c Abs. 4 HGB", "Seite 1 von",
		},
		"en": {"Extract of the books, 1 Jan 2026 to 28 Feb 2026", "Cancellation K-0 on 31 Jan 2026 of 50% of the order. Reason: the goods came back", "Not held", "Page 1 of", "O-open-1"},
	} {
		t.Run(language, func(t *testing.T) {
			parts, err := sample(t, language, 2, 23).paper(t)
			if err != nil || len(parts) != 1 {
				t.Fatal(len(parts), err)
			}
			said := text(t, parts[0])
			flat := strings.Join(strings.Fields(said), " ")
			for _, one := range want {
				if !strings.Contains(flat, strings.Join(strings.Fields(one), " ")) {
					t.Errorf("it does not say %q", one)
				}
			}
			for _, key := range []string{"extract.", "statement.", "{"} {
				if strings.Contains(strings.ReplaceAll(said, "statement-", ""), key) {
					t.Errorf("there is %q on the paper", key)
				}
			}
		})
	}
}

// A workbook has each entry once, and its columns add up to the sums of the naive model, which are those of the statements.
func TestWorkbookAddsUp(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		b := sample(t, "de", rapid.IntRange(1, 4).Draw(r, "months"), rapid.IntRange(1, 12).Draw(r, "each"))
		file, err := b.workbook(t)
		if err != nil {
			r.Fatal(err)
		}
		defer file.Close()
		lines, err := file.GetRows("Buchungen", excelize.Options{RawCellValue: true})
		if err != nil {
			r.Fatal(err)
		}
		got, want := map[string]*big.Rat{}, map[string]*big.Rat{}
		add := func(to map[string]*big.Rat, key, number string) {
			n, ok := new(big.Rat).SetString(number)
			if !ok {
				r.Fatalf("%q is no number", number)
			}
			if to[key] == nil {
				to[key] = new(big.Rat)
			}
			to[key].Add(to[key], n)
		}
		for _, row := range lines[1:] {
			add(got, row[1]+" "+row[3], row[16])
		}
		count := 1
		for i, entries := range b.entries {
			count += len(entries)
			s := b.head.Runs[i].Statement
			for kind, amount := range map[string]money.Amount{
				"Provision": s.Earnings, "Storno": s.Reversals, "Einbehalt in die Stornoreserve": s.Reserve, "Auflösung der Stornoreserve": s.Release,
			} {
				add(want, b.head.Runs[i].ID+" "+kind, amount.Format(2))
			}
		}
		if len(lines) != count {
			r.Errorf("%d rows, want %d", len(lines), count)
		}
		for key, sum := range want {
			if got[key] == nil || got[key].Cmp(sum) != 0 {
				r.Errorf("%s: %v, want %v", key, got[key], sum)
			}
		}
		if sums, err := file.GetRows("Summen"); err != nil || len(sums) != len(b.head.Runs)+1 {
			r.Errorf("%d sums, %v", len(sums), err)
		}
		if open, err := file.GetRows("Offene Geschäfte"); err != nil || len(open) != 2 || open[1][0] != "O-open-1" {
			r.Errorf("open: %v, %v", open, err)
		}
	})
}

// Whatever one line says that the statement does not, no extract is made.
func TestExtractsThatDoNotAddUpAreRefused(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		b := sample(t, "en", 2, 3)
		run := rapid.IntRange(0, 1).Draw(r, "run")
		at := rapid.IntRange(0, len(b.entries[run])-1).Draw(r, "entry")
		if rapid.Bool().Draw(r, "left out") {
			b.entries[run] = slices.Delete(b.entries[run], at, at+1)
		} else {
			b.entries[run][at].Amount += money.Amount(rapid.Int64Range(1, 1000).Draw(r, "cents"))
		}
		if _, err := b.paper(t); fault.KindOf(err) != fault.Internal || err == nil {
			r.Errorf("paper: %v", err)
		}
		if _, err := b.workbook(t); fault.KindOf(err) != fault.Internal || err == nil {
			r.Errorf("workbook: %v", err)
		}
	})
}

// A long extract is in parts, each a file of its own; none of its entries is lost or doubled where they are cut.
func TestLongExtractsAreInParts(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	b := sample(t, "de", 1, 2600) // 20,800 entries
	b.open = nil
	parts, err := b.paper(t)
	if err != nil || len(parts) != 3 {
		t.Fatal(len(parts), err)
	}
	orders := map[string]int{}
	for i, part := range parts {
		said := text(t, part)
		if i > 0 && (!strings.Contains(said, fmt.Sprintf("Teil %d", i+1)) || !strings.Contains(said, "Fortsetzung")) {
			t.Errorf("part %d does not say that it is one", i+1)
		}
		for _, word := range strings.Fields(said) {
			if strings.HasPrefix(word, "O-") {
				orders[word]++
			}
		}
	}
	for i := range 2600 {
		want := 8
		if i%5 == 4 {
			want = 4 // the others are of no order
		}
		if got := orders[fmt.Sprintf("O-%06d", i)]; got != want {
			t.Fatalf("order %d is there %d times, want %d", i, got, want)
		}
	}
}

// Whoever makes the same extract again gets the same bytes.
func TestTheSameExtractIsTheSameFile(t *testing.T) {
	one, err := sample(t, "de", 2, 5).paper(t)
	if err != nil {
		t.Fatal(err)
	}
	two, err := sample(t, "de", 2, 5).paper(t)
	if err != nil || !bytes.Equal(one[0], two[0]) {
		t.Error("the bytes differ", err)
	}
}

func TestAnExtractOfNothing(t *testing.T) {
	b := sample(t, "de", 0, 0)
	b.head.Through, b.open = b.head.From, nil
	parts, err := b.paper(t)
	if err != nil {
		t.Fatal(err)
	}
	said := text(t, parts[0])
	for _, want := range []string{"kein Monat abgerechnet", "Alle Ihre Geschäfte"} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q", want)
		}
	}
	b.head.Language = "xx"
	if _, err := b.paper(t); fault.KindOf(err) != fault.Invalid || err == nil {
		t.Error(err)
	}
}
