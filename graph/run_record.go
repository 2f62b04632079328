package graph

import (
	"strconv"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/graph/chronicle"
	"upline/internal/period"
)

// RunKind says what a run settles.
type RunKind string

// The kinds of runs.
const (
	Settlement RunKind = "settlement" // a whole period
	Reversal   RunKind = "reversal"   // between settlements: what is cancelled and paid late by a day of the open period
)

// RunState says how far a run has come.
type RunState string

// The states of a run.
const (
	Draft     RunState = "draft"     // being computed, or its process died
	Computed  RunState = "computed"  // waits for approval
	Approved  RunState = "approved"  // waits for posting, or its process died in it
	Posted    RunState = "posted"    // holds, for ever
	Discarded RunState = "discarded" // counts nowhere
)

// Run is a settled period on its way, and what it was settled from.
type Run struct {
	ID     string
	No     int64 // under which statements and careers name it
	Kind   RunKind
	Period period.Period
	State  RunState
	First  period.Period // the first settled period of the company
	// LastDay is up to which day payments and cancellations count.
	LastDay period.Day
	// At is what was known.
	At Watermark
	Result

	StartedAt, ComputedAt, ApprovedAt, PostedAt, DiscardedAt time.Time // zero: not yet
	ComputedBy, ApprovedBy, PostedBy, DiscardedBy            string
	Reason                                                   string // why it was discarded
	AbsorbedBy                                               string // the settlement that took up a reversal run
	Careers                                                  int    // career ranks that changed, once it is posted
	Version                                                  string // another one after each change

	token int64
}

// Result is what a run came to.
type Result struct {
	Digest   string   // SHA-256 of the facts, hexadecimal
	Plans    []string // SHA-256 of each plan version, hexadecimal
	Evidence []Evidence
	Orders   int // settled first by this run
	Late     int // of these, placed in an earlier period
	// Cancellations that the run handled.
	Cancellations int
	Lines         int
	Statements    int
	Payout        int64 // smallest unit
	Currency      string
	Scale         int
}

// Evidence is a file of the run in the object store.
type Evidence struct {
	Name   string // such as lines
	SHA256 string // hexadecimal
	Size   int64  // bytes
}

// Find returns a file of the evidence.
func (r *Result) Find(name string) (Evidence, bool) {
	for _, e := range r.Evidence {
		if e.Name == name {
			return e, true
		}
	}
	return Evidence{}, false
}

// runOf reads the columns that queries return of a run.
func runOf(record *neo4j.Record) *Run {
	c := chronicle.ColumnsOf(record)
	r := &Run{
		ID: c.Text("id"), No: c.Number("no"), Kind: RunKind(c.Text("kind")), State: RunState(c.Text("state")), token: c.Number("token"),
		LastDay: chronicle.Day(c["lastDay"]), At: Watermark{KnownAt: c.Time("knownAt"), Facts: int(c.Number("facts"))},
		StartedAt: c.Time("startedAt"), ComputedAt: c.Time("computedAt"), ApprovedAt: c.Time("approvedAt"),
		PostedAt: c.Time("postedAt"), DiscardedAt: c.Time("discardedAt"),
		ComputedBy: c.Text("computedBy"), ApprovedBy: c.Text("approvedBy"), PostedBy: c.Text("postedBy"), DiscardedBy: c.Text("discardedBy"),
		Reason: c.Text("reason"), AbsorbedBy: c.Text("absorbedBy"), Careers: int(c.Number("careers")),
		Result: Result{
			Digest: c.Text("digest"), Plans: c.Texts("plans"), Orders: int(c.Number("orders")), Late: int(c.Number("late")),
			Cancellations: int(c.Number("cancellations")), Lines: int(c.Number("lines")), Statements: int(c.Number("statements")),
			Payout: c.Number("payout"), Currency: c.Text("currency"), Scale: int(c.Number("scale")),
		},
	}
	r.Version = string(r.State) + "-" + strconv.FormatInt(r.token, 10)
	r.Period, _ = period.Parse(c.Text("period")) // this package wrote it
	r.First, _ = period.Parse(c.Text("first"))
	hashes, sizes := c.Texts("hashes"), c.List("sizes")
	for i, name := range c.Texts("evidence") {
		r.Evidence = append(r.Evidence, Evidence{name, hashes[i], sizes[i].(int64)})
	}
	return r
}

// values is a result as it is recorded.
func (r *Result) values() map[string]any {
	names, hashes, sizes := []string{}, []string{}, []int64{}
	for _, e := range r.Evidence {
		names, hashes, sizes = append(names, e.Name), append(hashes, e.SHA256), append(sizes, e.Size)
	}
	return map[string]any{
		"digest": r.Digest, "plans": r.Plans, "evidence": names, "hashes": hashes, "sizes": sizes, "orders": r.Orders, "late": r.Late,
		"cancellations": r.Cancellations, "lines": r.Lines, "statements": r.Statements, "payout": r.Payout,
		"currency": r.Currency, "scale": r.Scale,
	}
}
