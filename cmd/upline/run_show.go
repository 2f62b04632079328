package main

import (
	"strings"

	"upline/graph"
	"upline/internal/money"
)

// printRuns shows runs: a line for each, or a JSON array.
func (m *Main) printRuns(runs []*graph.Run, asJSON bool) error {
	if asJSON {
		objects := []storedRun{}
		for _, r := range runs {
			objects = append(objects, storedRunOf(r))
		}
		return m.printJSON(objects)
	}
	if len(runs) == 0 {
		return m.print("There are no runs.\n")
	}
	t := &table{first: 4}
	t.row("Run", "Period", "Kind", "State", "Orders", "Late", "Cancellations", "Lines", "Payouts")
	for _, r := range runs {
		t.row(r.ID, r.Period.String(), string(r.Kind), string(r.State), counted(r.Orders), counted(r.Late), counted(r.Cancellations),
			counted(r.Lines), payoutOf(r))
	}
	var text strings.Builder
	t.appendTo(&text)
	return m.print(text.String())
}

// payoutOf writes what a run pays out; a reversal run pays nothing out by itself.
func payoutOf(r *graph.Run) string {
	if r.Kind == graph.Reversal || r.Currency == "" {
		return "-"
	}
	return grouped(money.Amount(r.Payout).Format(r.Scale)) + " " + r.Currency
}

// storedRun is a run as JSON.
type storedRun struct {
	ID            string         `json:"id"`
	Period        string         `json:"period"`
	Kind          string         `json:"kind"`
	State         string         `json:"state"`
	LastDay       string         `json:"last_day"`
	KnownAt       string         `json:"known_at"`
	Facts         string         `json:"facts_sha256"`
	Plans         []string       `json:"plans_sha256"`
	Orders        int            `json:"orders"`
	Late          int            `json:"late_orders"`
	Cancellations int            `json:"cancellations"`
	Lines         int            `json:"lines"`
	Statements    int            `json:"statements"`
	Payouts       string         `json:"payouts"`
	Currency      string         `json:"currency"`
	Evidence      []evidenceJSON `json:"evidence"`
	ComputedBy    string         `json:"computed_by"`
	ApprovedBy    string         `json:"approved_by,omitempty"`
	PostedBy      string         `json:"posted_by,omitempty"`
	PostedAt      string         `json:"posted_at,omitempty"`
	AbsorbedBy    string         `json:"absorbed_by,omitempty"`
	Reason        string         `json:"reason,omitempty"`
}

type evidenceJSON struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

func storedRunOf(r *graph.Run) storedRun {
	o := storedRun{
		ID: r.ID, Period: r.Period.String(), Kind: string(r.Kind), State: string(r.State), LastDay: r.LastDay.String(),
		KnownAt: shownTime(r.At.KnownAt), Facts: r.Digest, Plans: r.Plans, Orders: r.Orders, Late: r.Late, Cancellations: r.Cancellations,
		Lines: r.Lines, Statements: r.Statements, Payouts: money.Amount(r.Payout).Format(r.Scale), Currency: r.Currency,
		ComputedBy: r.ComputedBy, ApprovedBy: r.ApprovedBy, PostedBy: r.PostedBy, AbsorbedBy: r.AbsorbedBy, Reason: r.Reason,
	}
	if !r.PostedAt.IsZero() {
		o.PostedAt = shownTime(r.PostedAt)
	}
	for _, e := range r.Evidence {
		o.Evidence = append(o.Evidence, evidenceJSON{e.Name, e.SHA256, e.Size})
	}
	return o
}
