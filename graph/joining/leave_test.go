package joining_test

import (
	"fmt"
	"strings"
	"testing"

	"upline/commission"
	"upline/graph/joining"
	"upline/internal/fault"
)

// position is of Ben, who joined below Anna, with two recruits.
func position() joining.Position {
	return joining.Position{
		Partner: "ben", Joined: day("2026-11-03"),
		Above:    []joining.Sponsor{{Partner: "anna"}, {Partner: "root"}},
		Recruits: []joining.Recruit{{"cleo", day("2026-11-04")}, {"dora", day("2026-11-12")}},
		Places:   []joining.Place{{Tree: "binary", Below: true}},
	}
}

func TestLeave(t *testing.T) {
	withdrawal := joining.End{Kind: joining.EndWithdrawal, From: day("2026-11-10")}
	for name, c := range map[string]struct {
		change func(p *joining.Position)
		end    joining.End
		want   string
	}{
		"withdrawal with recruits": {
			func(*joining.Position) {}, withdrawal,
			"sponsor cleo anna 2026-11-10; sponsor dora anna 2026-11-12; status ben terminated 2026-11-10",
		},
		"withdrawal of who left no trace": {
			func(p *joining.Position) { p.Recruits, p.Places[0].Below = nil, false }, withdrawal,
			"place ben binary 2026-11-03; status ben terminated 2026-11-03",
		},
		"withdrawal with an order":            {func(p *joining.Position) { p.Recruits, p.Places[0].Below, p.Active = nil, false, true }, withdrawal, "status ben terminated 2026-11-10"},
		"withdrawal with somebody below":      {func(p *joining.Position) { p.Recruits = nil }, withdrawal, "status ben terminated 2026-11-10"},
		"withdrawal from the holding tank":    {func(p *joining.Position) { p.Recruits, p.Places = nil, nil }, withdrawal, "status ben terminated 2026-11-03"},
		"termination of who left no trace":    {func(p *joining.Position) { p.Recruits, p.Places[0].Below = nil, false }, joining.End{Kind: joining.EndOrdinary, From: day("2027-01-01")}, "status ben terminated 2027-01-01"},
		"termination at once":                 {func(p *joining.Position) { p.Recruits = p.Recruits[:1] }, joining.End{Kind: joining.EndExtraordinary, From: day("2026-12-24")}, "sponsor cleo anna 2026-12-24; status ben terminated 2026-12-24"},
		"the sponsor is gone, too":            {func(p *joining.Position) { p.Recruits = p.Recruits[:1]; p.Above[0].Status = commission.Terminated }, withdrawal, "sponsor cleo root 2026-11-10; status ben terminated 2026-11-10"},
		"the sponsor is suspended":            {func(p *joining.Position) { p.Recruits = p.Recruits[:1]; p.Above[0].Status = commission.Suspended }, withdrawal, "sponsor cleo anna 2026-11-10; status ben terminated 2026-11-10"},
		"nobody above: recruits become roots": {func(p *joining.Position) { p.Recruits = p.Recruits[:1]; p.Above = nil }, withdrawal, "sponsor cleo  2026-11-10; status ben terminated 2026-11-10"},
	} {
		p := position()
		c.change(&p)
		changes, err := joining.Leave(p, c.end)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var words []string
		for _, change := range changes {
			what := map[joining.ChangeKind]string{joining.ChangeSponsor: change.Sponsor, joining.ChangePlace: change.Tree, joining.ChangeStatus: change.Status.String()}[change.Kind]
			words = append(words, fmt.Sprintf("%s %s %s %v", change.Kind, change.Partner, what, change.From))
			if change.Reason != string(c.end.Kind)+" of partner ben" {
				t.Errorf("%s: reason %q", name, change.Reason)
			}
		}
		if got := strings.Join(words, "; "); got != c.want {
			t.Errorf("%s:\n%s, want\n%s", name, got, c.want)
		}
	}
	if _, err := joining.Leave(position(), joining.End{Kind: joining.EndWithdrawal, From: day("2026-11-02")}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("before joining: %v", err)
	}
}
