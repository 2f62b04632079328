package jobs_test

import (
	"context"
	"sync"
	"testing"

	"upline/commission/explain"
	"upline/documents/evidence"
	"upline/graph"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/settletest"
	"upline/jobs"
)

// What a posted run gave is explained from what was known then, to many at once, whatever was corrected since; and its lines
// are found in its evidence.
func TestExplanationsOfAPostedRun(t *testing.T) {
	s := settlement(t)
	imported(t, s, map[string]string{
		"partners.csv":    "id,name,joined,sponsor\na,A,2026-01-01,\nb,B,2026-01-01,a\nc,C,2026-01-01,b\n",
		"orders.csv":      "id,partner,kind,placed_on,paid_on,points,cv\no1,c,own,2026-01-10,2026-01-10,100,100\no2,b,own,2026-02-10,2026-02-10,100,100\n",
		"plans/test.yaml": plan,
	})
	january := settletest.Period(t, "2026-01")
	if err := s.Settle(t.Context(), january, january, tester, nil); err != nil {
		t.Fatal(err)
	}
	run, err := s.Find(t.Context(), graph.Settlement, january)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Graph.CorrectPartner(t.Context(), "c", "Another name", january.Start(), tester); err != nil {
		t.Fatal(err)
	}
	e := &jobs.Explanations{Settlement: s}
	var all sync.WaitGroup
	for _, partner := range []string{"a", "b", "a", "b"} {
		all.Go(func() {
			x, err := e.Explain(context.Background(), run, explain.Query{Partner: partner, Whole: -1}, graph.Everybody)
			want := map[string]string{"a": "5.00", "b": "10.00"}[partner]
			if err != nil || x.Statement == nil || x.Statement.Payout.String() != want {
				t.Errorf("the explanation to %s: %+v, %v, want %s", partner, x, err, want)
			}
		})
	}
	all.Wait()
	if _, err := e.Explain(t.Context(), run, explain.Query{Partner: "nobody"}, graph.Everybody); fault.KindOf(err) != fault.NotFound {
		t.Errorf("an explanation to nobody: %v", err)
	}
	lines, next, err := s.FindLines(t.Context(), run, evidence.LineFilter{Beneficiary: "b"}, graph.Everybody, 0, 10)
	if err != nil || next >= 0 || len(lines) != 1 || lines[0].Order != "o1" || lines[0].Amount != money.Amount(1000) {
		t.Errorf("lines of b: %+v, next %d, %v", lines, next, err)
	}
}

// A draft has neither lines nor an explanation, and a reversal run no explanation of its own.
func TestWhatCannotBeExplained(t *testing.T) {
	e := &jobs.Explanations{Settlement: &jobs.Settlement{}}
	for _, run := range []*graph.Run{
		{ID: "draft", Kind: graph.Settlement, State: graph.Draft},
		{ID: "reversal", Kind: graph.Reversal, State: graph.Posted, Result: graph.Result{Evidence: []graph.Evidence{{Name: "lines"}}}},
	} {
		if _, err := e.Explain(t.Context(), run, explain.Query{Partner: "a"}, graph.Everybody); fault.KindOf(err) != fault.Conflict {
			t.Errorf("run %s: %v", run.ID, err)
		}
	}
	if _, _, err := e.Settlement.FindLines(t.Context(), &graph.Run{State: graph.Draft}, evidence.LineFilter{}, graph.Everybody, 0, 1); fault.KindOf(err) != fault.Conflict {
		t.Errorf("lines of a draft: %v", err)
	}
}
