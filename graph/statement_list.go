package graph

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/commission"
	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// StatementFilter says of which run or which partner statements are asked for: one of them, or both.
type StatementFilter struct {
	Run     string // the id of a run
	Partner string
}

// StatementRow is a statement of a posted run.
type StatementRow struct {
	Statement
	Run      string // its id
	Period   period.Period
	Currency string
	Scale    int // digits behind the point of the currency

	run, partner int64 // numbers
}

// Account is what the statement says, as a run computes it.
func (r *StatementRow) Account() *commission.Statement {
	return &commission.Statement{
		Opening: money.Amount(r.Opening), Earnings: money.Amount(r.Earnings), Reversals: money.Amount(r.Reversals), Reserve: money.Amount(r.Reserve),
		Release: money.Amount(r.Release), Balance: money.Amount(r.Balance), Payout: money.Amount(r.Payout), Closing: money.Amount(r.Closing),
	}
}

// Statements returns a slice of the statements of posted runs, and the cursor of the next one; empty: there is none. They can be
// sorted by partner (without more ado), period and payout. A statement is seen by whom its partner was within on the last day of its
// period.
//
// Errors: Invalid when the slice cannot be, or neither a run nor a partner is named; NotFound when the partner never was within.
func (s *Store) Statements(ctx context.Context, f StatementFilter, within Sight, slice Slice) (rows []StatementRow, next string, err error) {
	if f.Run == "" && f.Partner == "" {
		return nil, "", fault.Invalidf("statements", "say of which run or of which partner the statements are asked for")
	}
	partners, all, err := s.named(ctx, within, f.Partner)
	if err != nil {
		return nil, "", err
	}
	if !all && len(partners) == 1 {
		f.Partner = partners[0]
	}
	numbered := f.Partner != ""
	p, err := slice.Begin(f.list(), chronicle.Sorting{Name: "partner", Numbered: numbered}, chronicle.Sorting{Name: "period", Key: chronicle.TextKey, Numbered: numbered},
		chronicle.Sorting{Name: "payout", Key: chronicle.NumberKey, Numbered: true})
	if err != nil {
		return nil, "", err
	}
	number := int64(0)
	if f.Partner == "" {
		run, err := s.Run(ctx, f.Run, within)
		if err != nil || run.State != Posted {
			return nil, "", unlessMissing(err)
		}
		number = run.No
	}
	read := func() (rows []StatementRow, err error) {
		params := p.Params()
		params["run"], params["partner"], params["number"] = f.Run, f.Partner, number
		err = s.Read(ctx, f.query(p), params, func() { rows = nil }, func(record *neo4j.Record) error {
			rows = append(rows, statementRow(chronicle.ColumnsOf(record)))
			return nil
		})
		return rows, err
	}
	list := &seenList[StatementRow]{
		place: p, within: within, read: read,
		glance: func(r *StatementRow) glance { return glance{r.Partner, r.Period.End()} },
		keyOf:  func(r StatementRow) (key, id any) { return f.place(p, r) },
	}
	return list.page(ctx, s)
}

// list names the list: those of a partner are sorted in other ways than those of a run.
func (f *StatementFilter) list() string {
	if f.Partner != "" {
		return "statements of a partner"
	}
	return "statements of a run"
}

// place is what a row is sorted by, and what tells it from others with the same: the run of a partner's statements, the partner
// of a run's.
func (f *StatementFilter) place(p *chronicle.Place, r StatementRow) (key, id any) {
	key, id = "", r.Partner
	if f.Partner != "" {
		id = r.run
	}
	switch p.Name {
	case "period":
		key = r.Period.String()
	case "payout":
		key = r.Payout
		if f.Partner == "" {
			id = r.partner
		}
	}
	return key, id
}

// query chooses how statements are found. Those of a run are all of one period, so sorted by partner they are sorted by that.
func (f *StatementFilter) query(p *chronicle.Place) string {
	if f.Partner != "" {
		return cypher.StatementsOfPartner
	}
	return p.Either(map[string][2]string{
		"partner": {cypher.StatementsOfRun, cypher.StatementsOfRunDown},
		"period":  {cypher.StatementsOfRun, cypher.StatementsOfRunDown},
		"payout":  {cypher.StatementsOfRunByPayout, cypher.StatementsOfRunByPayoutDown},
	})
}

func statementRow(c chronicle.Columns) StatementRow {
	r := StatementRow{
		Statement: Statement{
			Partner: c.Text("partner"), Opening: c.Number("opening"), Earnings: c.Number("earnings"), Reversals: c.Number("reversals"),
			Reserve: c.Number("reserve"), Release: c.Number("release"), Balance: c.Number("balance"), Payout: c.Number("payout"), Closing: c.Number("closing"),
		},
		Run: c.Text("run"), Currency: c.Text("currency"), Scale: int(c.Number("scale")), run: c.Number("no"), partner: c.Number("seq"),
	}
	r.Period, _ = period.Parse(c.Text("period")) // this package wrote it
	return r
}

// unlessMissing is an error that says more than that something is not there.
func unlessMissing(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	return err
}
