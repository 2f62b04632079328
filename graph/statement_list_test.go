package graph_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/period"
)

// state takes a run of a period to a state, and makes up what it states of some partners.
func (c *company) state(kind graph.RunKind, p period.Period, state graph.RunState, statements []graph.Statement) *graph.Run {
	c.t.Helper()
	run, err := c.BeginRun(c.ctx, kind, p, p.End(), tester)
	c.must(err)
	payout := int64(0)
	for _, st := range statements {
		payout += st.Payout
	}
	if state != graph.Draft {
		c.must(c.FinishRun(c.ctx, run, graph.Result{Statements: len(statements), Payout: payout, Currency: "EUR", Scale: 2}, tester))
	}
	if state == graph.Approved || state == graph.Posted || state == graph.Discarded {
		c.must(c.ApproveRun(c.ctx, run.ID, false, tester))
		posting, err := c.BeginPosting(c.ctx, run.ID, tester)
		c.must(err)
		for _, st := range statements {
			posting.State(st)
		}
		if state == graph.Posted {
			c.must(posting.Post(c.ctx))
		}
	}
	if state == graph.Discarded {
		c.must(c.DiscardRun(c.ctx, run.ID, tester))
	}
	run, err = c.Run(c.ctx, run.ID, graph.Everybody)
	c.must(err)
	return run
}

func TestStatementsAreListed(t *testing.T) {
	c := newCompany(t)
	chance := rand.New(rand.NewPCG(2, 1))
	partners := []string{"m", "a", "z", "k", "b", "B"} // numbered in this order
	for _, id := range partners {
		c.join(id, "")
	}
	jan := period.Of(c.day("2026-01-01"))
	var posted []graph.StatementRow
	state := func(p period.Period, state graph.RunState) *graph.Run {
		var statements []graph.Statement
		for _, id := range partners {
			if chance.IntN(4) > 0 || id == "a" {
				payout := int64(chance.IntN(3)) * 500
				statements = append(statements, graph.Statement{Partner: id, Opening: 7, Earnings: payout + 1, Reversals: 2, Reserve: 3, Release: 4, Balance: 5, Payout: payout, Closing: int64(p)})
			}
		}
		run := c.state(graph.Settlement, p, state, statements)
		for _, st := range statements {
			if state == graph.Posted {
				posted = append(posted, graph.StatementRow{Statement: st, Run: run.ID, Period: p, Currency: "EUR", Scale: 2})
			}
		}
		return run
	}
	state(jan, graph.Discarded)
	first := state(jan, graph.Posted)
	state(jan+1, graph.Posted)
	state(jan+2, graph.Posted)
	approved := state(jan+3, graph.Approved)
	number := map[string]int{}
	for i, id := range partners {
		number[id] = i
	}
	for _, f := range []graph.StatementFilter{
		{Run: first.ID}, {Run: approved.ID}, {Run: "none"}, {Partner: "a"}, {Partner: "k"}, {Partner: "nobody"}, {Run: first.ID, Partner: "a"}, {Run: approved.ID, Partner: "a"},
	} {
		var want []graph.StatementRow
		for _, st := range posted {
			if (f.Run == "" || st.Run == f.Run) && (f.Partner == "" || st.Partner == f.Partner) {
				want = append(want, st)
			}
		}
		sorted := ""
		l := listing[graph.StatementRow]{
			fmt.Sprintf("statements %+v", f),
			[]string{"partner", "period", "payout"},
			func(st graph.StatementRow) string { return st.Run + " " + st.Partner },
			func(ctx context.Context, slice graph.Slice) ([]graph.StatementRow, string, error) {
				sorted = slice.Sort
				rows, next, err := c.Statements(ctx, f, graph.Everybody, slice)
				for i, r := range rows { // but for the numbers that only the list knows
					rows[i] = graph.StatementRow{Statement: r.Statement, Run: r.Run, Period: r.Period, Currency: r.Currency, Scale: r.Scale}
				}
				return rows, next, err
			},
		}
		// Those of a partner with the same come by run; those of a run by partner, and with the same payout as partners registered.
		l.check(t, chance, want, func(sort string, st graph.StatementRow) string {
			switch {
			case sort == "payout":
				return fmt.Sprintf("%09d %s %d", st.Payout, st.Period, number[st.Partner])
			case f.Partner != "":
				return st.Period.String()
			}
			return st.Partner
		})
		if sorted != "payout" {
			t.Errorf("the last sort was %s", sorted)
		}
	}
}

func TestRunsAreListed(t *testing.T) {
	c := newCompany(t)
	c.join("a", "")
	jan := period.Of(c.day("2026-01-01"))
	runs := []*graph.Run{
		c.state(graph.Settlement, jan, graph.Discarded, nil), c.state(graph.Settlement, jan, graph.Posted, nil),
		c.state(graph.Reversal, jan+1, graph.Posted, nil), c.state(graph.Settlement, jan+1, graph.Posted, nil),
		c.state(graph.Settlement, jan+2, graph.Computed, nil),
	}
	for i, r := range runs { // the settlement has taken up the reversal
		run, err := c.Run(c.ctx, r.ID, graph.Everybody)
		c.must(err)
		runs[i] = run
	}
	slices.Reverse(runs)
	for _, f := range []graph.RunFilter{
		{},
		{Kind: graph.Settlement},
		{Kind: graph.Reversal},
		{State: graph.Posted},
		{State: graph.Draft},
		{From: jan + 1},
		{Through: jan + 1},
		{From: jan + 1, Through: jan + 1},
		{Kind: graph.Settlement, State: graph.Discarded, Through: jan},
	} {
		want := ""
		for _, r := range runs {
			if (f.Kind == "" || r.Kind == f.Kind) && (f.State == "" || r.State == f.State) && r.Period >= f.From && (f.Through == 0 || r.Period <= f.Through) {
				want += fmt.Sprintf("%+v\n", *r)
			}
		}
		l := listing[*graph.Run]{name: fmt.Sprintf("runs %+v", f), list: func(ctx context.Context, slice graph.Slice) ([]*graph.Run, string, error) {
			return c.RunList(ctx, f, slice)
		}}
		for limit := 1; limit <= len(runs)+1; limit++ {
			got := ""
			for _, r := range l.all(t, graph.Slice{Limit: limit, Descending: limit%2 == 0}) {
				got += fmt.Sprintf("%+v\n", *r)
			}
			if got != want {
				t.Errorf("%s, %d at once:\n%swant\n%s", l.name, limit, got, want)
			}
		}
	}
	if _, _, err := c.RunList(c.ctx, graph.RunFilter{}, graph.Slice{Sort: "period", Limit: 1}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("sorted by period: %v", err)
	}
}
