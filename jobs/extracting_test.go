package jobs_test

import (
	"bytes"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"upline/documents/evidence"
	"upline/graph"
	"upline/graph/dms"
	"upline/graph/joining"
	"upline/internal/period"
	"upline/internal/settletest"
	"upline/jobs"
)

// alpina settles three months of the example company, which has reserves, late orders and cancellations, and is where its documents are.
func alpina(t *testing.T, change func(w *jobs.Worker)) (*jobs.Settlement, *jobs.Desk) {
	t.Helper()
	var d *jobs.Desk
	s := working(t, func(w *jobs.Worker) {
		d = desk(t, &jobs.Settlement{Graph: w.Graph}, w.Archive, map[string]joining.Tax{"anna": {Status: joining.Regular, VATID: "DE123456789"}})
		w.Desk = d
		if change != nil {
			change(w)
		}
	})
	if _, err := s.Import(t.Context(), "../examples/alpina", false, tester); err != nil {
		t.Fatal(err)
	}
	if err := s.Settle(t.Context(), settletest.Period(t, "2026-01"), settletest.Period(t, "2026-03"), tester, nil); err != nil {
		t.Fatal(err)
	}
	return s, d
}

func dayOf(t *testing.T, text string) period.Day {
	t.Helper()
	d, err := period.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// workbook reads a sheet of a document that is a workbook, without its header.
func workbook(t *testing.T, d *jobs.Desk, id, sheet string) [][]string {
	t.Helper()
	document, _, err := d.Documents.Document(t.Context(), id, graph.Everybody)
	if err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(bytes.NewReader([]byte(opened(t, d, document))))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := file.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil || len(rows) == 0 {
		t.Fatal(rows, err)
	}
	return rows[1:]
}

// An extract has every line of the partner in the months that the span touches, and of nobody else: its sums are those that a naive reading of
// the evidence gives, and those of the statements.
func TestExtractsAddUp(t *testing.T) {
	s, d := alpina(t, nil)
	_, last := graph.AllPeriods()
	runs, err := s.Graph.Runs(t.Context(), 0, last-1)
	if err != nil {
		t.Fatal(err)
	}
	for _, partner := range []string{"anna", "gerda", "jutta"} {
		got := result[jobs.Extracted](t, done(t, s, jobs.WriteExtract(partner, dayOf(t, "2026-02-10"), dayOf(t, "2026-03-01"), "en")))
		if len(got.Documents) != 2 || got.Runs != 2 {
			t.Fatalf("%s: %+v", partner, got)
		}
		rows := workbook(t, d, got.Documents[0], "Lines")
		if len(rows) != got.Lines {
			t.Errorf("%s: %d rows for %d lines", partner, len(rows), got.Lines)
		}
		sums := map[string]*big.Rat{}
		for _, row := range rows {
			amount, ok := new(big.Rat).SetString(row[16])
			if !ok {
				t.Fatalf("%q is no amount", row[16])
			}
			key := row[1] + " " + row[3]
			if sums[key] == nil {
				sums[key] = new(big.Rat)
			}
			sums[key].Add(sums[key], amount)
		}
		want := naive(t, s, runs, partner, settletest.Period(t, "2026-02"))
		for key, sum := range want {
			if sums[key] == nil || sums[key].Cmp(sum) != 0 {
				t.Errorf("%s: %s is %v, want %v", partner, key, sums[key], sum)
			}
		}
		if len(sums) != len(want) {
			t.Errorf("%s: sums of %d, want of %d", partner, len(sums), len(want))
		}
		statements := workbook(t, d, got.Documents[0], "Sums")
		for i, month := range []string{"2026-02", "2026-03"} {
			list, _, err := s.Graph.Statements(t.Context(), graph.StatementFilter{Partner: partner, Run: statements[i][1]}, graph.Everybody, graph.Slice{Limit: 10})
			if err != nil || len(list) > 1 || statements[i][0] != month {
				t.Fatal(list, err)
			}
			if len(list) == 1 && number(t, statements[i][10]).Cmp(big.NewRat(list[0].Payout, 100)) != 0 {
				t.Errorf("%s: %s pays %s, want %d", partner, month, statements[i][10], list[0].Payout)
			}
		}
	}
}

func number(t *testing.T, text string) *big.Rat {
	t.Helper()
	n, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is no number", text)
	}
	return n
}

// naive adds up what a partner earned, from all lines of all runs since a month.
func naive(t *testing.T, s *jobs.Settlement, runs []*graph.Run, partner string, from period.Period) map[string]*big.Rat {
	t.Helper()
	kinds := map[string]string{"earning": "Commission", "reversal": "Cancellation", "reserve": "Withheld for cancellations", "release": "Released"}
	sums := map[string]*big.Rat{}
	for _, run := range runs {
		if run.Kind != graph.Settlement || run.State != graph.Posted || run.Period < from {
			continue
		}
		lines, _, err := s.FindLines(t.Context(), run, evidence.LineFilter{}, graph.Everybody, 0, 1_000_000)
		if err != nil {
			t.Fatal(err)
		}
		for i := range lines {
			if lines[i].Beneficiary != partner {
				continue
			}
			key := run.ID + " " + kinds[lines[i].Kind.String()]
			if sums[key] == nil {
				sums[key] = new(big.Rat)
			}
			sums[key].Add(sums[key], big.NewRat(int64(lines[i].Amount), 100))
		}
	}
	return sums
}

// The documents are the partner's, kept as statements are; the paper says why an order was cancelled; what is not settled is told.
func TestExtractsAreArchived(t *testing.T) {
	s, d := alpina(t, nil)
	order := graph.Order{ID: "late-1", Partner: "anna", Kind: "own", PlacedOn: dayOf(t, "2026-03-05"), PaidOn: period.Forever, Points: 10_0000, CV: 10_0000}
	if err := s.Graph.RecordOrder(t.Context(), order, tester); err != nil {
		t.Fatal(err)
	}
	for _, run := range []string{"2026-01", "2026-02", "2026-03"} {
		posted, err := s.Find(t.Context(), graph.Settlement, settletest.Period(t, run))
		if err != nil {
			t.Fatal(err)
		}
		written(t, s, done(t, s, jobs.WriteDocuments(posted.ID)))
	}
	j := done(t, s, jobs.WriteExtract("anna", dayOf(t, "2026-01-01"), dayOf(t, "2026-12-31"), ""))
	got := result[jobs.Extracted](t, j)
	for _, id := range got.Documents {
		document, _, err := d.Documents.Document(t.Context(), id, graph.Everybody)
		if err != nil || document.Class != "statement" || document.About.Partner != "anna" || document.Lock != dms.Compliance || document.Language != "de" {
			t.Errorf("%+v, %v", document, err)
		}
	}
	open := workbook(t, d, got.Documents[0], "Offene Geschäfte")
	if !slices.ContainsFunc(open, func(row []string) bool { return row[0] == "late-1" }) {
		t.Errorf("open are %v", open)
	}
	var cancelled, archived bool
	for _, row := range workbook(t, d, got.Documents[0], "Buchungen") {
		cancelled = cancelled || row[3] == "Storno" && row[20] != ""
		archived = archived || len(row) > 21 && strings.HasPrefix(row[21], "statement-")
	}
	if !cancelled || !archived {
		t.Errorf("a reason of a cancellation: %v, a statement in the archive: %v", cancelled, archived)
	}
	list, _, err := d.Documents.Documents(t.Context(), dms.Filter{Tag: "buchauszug", Partner: "anna"}, graph.Everybody, graph.Slice{Limit: 10})
	if err != nil || len(list) != 2 {
		t.Errorf("%d documents, %v", len(list), err)
	}
	if paper := opened(t, d, &list[slices.IndexFunc(list, func(d dms.Document) bool { return d.Type == "application/pdf" })]); !strings.HasPrefix(paper, "%PDF") {
		t.Errorf("%.10q", paper)
	}
	failed := await(t, s, add(t, s, jobs.WriteExtract("anna", dayOf(t, "2026-01-01"), dayOf(t, "2026-01-31"), "xx")))
	if failed.State != graph.Failed || !strings.Contains(failed.Error, "no letter is written in") {
		t.Errorf("%s: %s", failed.State, failed.Error)
	}
}
