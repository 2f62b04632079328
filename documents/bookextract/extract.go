// Package bookextract writes the Buchauszug that a partner can demand of the company (HGB § 87c (2)): for a span of months every line that
// the partner earned or lost, with its order, its value, its rate, when the order was paid, what was deducted and why, what was cancelled and
// why, and in which run all of it was settled. So the partner can check each statement.
//
//	head, runs ─▶ Run ─▶ Entries … ─▶ EndRun ─▶ … ─▶ Open ─▶ End:  PDF/A-3b, in parts where it is long; XLSX, on disk
//
// Both forms take the same entries, some at a time, so that nobody holds an extract of any length in memory; and both refuse a run whose
// lines do not add up to its statement. It knows neither the graph nor the object store. What the company does not hold is said on the
// paper: an extract that leaves something out silently is none.
package bookextract

import (
	"time"

	"upline/commission"
	"upline/documents/evidence"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// op names the operation in errors.
const op = "book extract"

// Head is what an extract is about.
type Head struct {
	Language      string // two letters, one that the letterhead speaks
	Partner       Partner
	From, Through period.Day
	Drawn         period.Day
	Made          time.Time // the time in the file
	Runs          []Run     // the earliest first
}

// Partner is who earned.
type Partner struct {
	ID, Name string
	Address  []string // the lines below the name; may be empty
}

// Run is a posted run of the span.
type Run struct {
	ID        string
	Period    period.Period
	Posted    period.Day
	Currency  string // ISO 4217
	Scale     int    // decimal places of amounts
	Statement *commission.Statement
	Document  string // the id of the statement in the archive; empty: it is not there
}

// Entry is a line, with what the company holds of its order.
type Entry struct {
	evidence.Line
	Of            *Order // nil: the line is of no order
	Cancellations []Cancellation
}

// Order is an order, as far as the company holds it. Its customer and its goods are not held.
type Order struct {
	ID, Partner  string // Partner: to whom it is credited, who is the seller
	Kind         string
	Placed, Paid period.Day // Paid is period.Forever: not yet
	Points, CV   money.Value
	Currency     string
}

// Cancellation takes back a share of an order.
type Cancellation struct {
	ID     string
	On     period.Day
	Share  money.Share
	Reason string // the code
}

// Writer is an extract on its way. Runs come as the head names them, the entries of a run in the order of plan-language §9.
type Writer interface {
	// Run begins a run.
	Run(r *Run) error
	// Entries adds lines of the run.
	Entries(entries []Entry) error
	// EndRun ends it.
	//
	// Errors: Internal when its lines do not add up to its statement.
	EndRun() error
	// Open tells which orders of the partner no run has settled yet.
	Open(orders []Order) error
}

// tally adds up the lines of a run.
type tally struct {
	run   *Run
	lines int
	sums  [commission.KindReversal + 1]money.Amount
}

func (t *tally) add(line *evidence.Line) error {
	sum, ok := t.sums[line.Kind].Plus(line.Amount)
	if !ok {
		return fault.Invalidf(op, "the sum of run %s is too large", t.run.ID)
	}
	t.sums[line.Kind] = sum
	t.lines++
	return nil
}

// check compares the lines with the statement.
func (t *tally) check() error {
	var said commission.Statement
	if t.run.Statement != nil {
		said = *t.run.Statement
	}
	for kind, want := range map[commission.Kind]money.Amount{
		commission.KindEarning: said.Earnings, commission.KindReversal: said.Reversals, commission.KindReserve: said.Reserve, commission.KindRelease: said.Release,
	} {
		if t.sums[kind] != want {
			return fault.Internalf(op, "the %s lines of run %s add up to %d, and its statement says %d", kind, t.run.ID, t.sums[kind], want)
		}
	}
	return nil
}
