package main

import (
	"path/filepath"

	"upline/commission"
	"upline/internal/money"
)

// summaryObject is what settle --json prints. Amounts and volumes are decimal strings, counts are numbers; the names
// are explained by settle --help.
type summaryObject struct {
	Plan     string         `json:"plan"`
	Currency string         `json:"currency"`
	From     string         `json:"from"`
	Through  string         `json:"through"`
	Partners int            `json:"partners"`
	Orders   int            `json:"orders"`
	Periods  []runObject    `json:"periods"`
	Total    runObject      `json:"total"`
	Best     []earnerObject `json:"best_earners"`
	Carried  carriedObject  `json:"carried"`
	Out      string         `json:"out"`
}

// runObject sums up a period, or all of them.
type runObject struct {
	Period        string        `json:"period,omitempty"` // none: all periods
	Orders        int           `json:"orders"`
	Late          int           `json:"late_orders"`
	Cancellations int           `json:"cancellations"`
	Points        string        `json:"points"`
	CV            string        `json:"cv"`
	Earnings      string        `json:"earnings"`
	Reversals     string        `json:"reversals"`
	Reserve       string        `json:"reserve"`
	Release       string        `json:"release"`
	Payouts       string        `json:"payouts"`
	Ratio         *string       `json:"payout_ratio"` // percent; null where cv is not positive
	Lines         int           `json:"lines"`
	Totals        []totalObject `json:"totals"`
}

type totalObject struct {
	Kind   string `json:"kind"`
	Bonus  string `json:"bonus"`
	Lines  int    `json:"lines"`
	Amount string `json:"amount"`
}

type earnerObject struct {
	Partner string `json:"partner"`
	Name    string `json:"name"`
	Amount  string `json:"amount"`
}

type carriedObject struct {
	Negative  balanceObject  `json:"negative_balances"`
	Minimum   balanceObject  `json:"below_minimum"`
	Suspended balanceObject  `json:"suspended"`
	Reserve   string         `json:"reserve_held"`
	Binary    []binaryObject `json:"binary"`
}

type balanceObject struct {
	Partners int    `json:"partners"`
	Amount   string `json:"amount"`
}

type binaryObject struct {
	Bonus string `json:"bonus"`
	Left  string `json:"left"`
	Right string `json:"right"`
}

// object returns the summary for a program. Out is the folder of results.
func (s *summary) object(out string) summaryObject {
	all := s.overall()
	object := summaryObject{
		Plan: s.plan.Name, Currency: s.plan.Currency,
		From: s.runs[0].period.String(), Through: s.runs[len(s.runs)-1].period.String(),
		Partners: len(s.facts.Partners), Orders: len(s.facts.Orders),
		Total: s.runObject(&all), Best: []earnerObject{}, Carried: s.carriedObject(), Out: filepath.Clean(out),
	}
	for i := range s.runs {
		run := s.runObject(&s.runs[i])
		run.Period = s.runs[i].period.String()
		object.Periods = append(object.Periods, run)
	}
	for _, e := range s.best() {
		partner := &s.facts.Partners[e.partner]
		object.Best = append(object.Best, earnerObject{partner.ID, partner.Name, s.decimal(e.amount)})
	}
	return object
}

func (s *summary) runObject(r *runSummary) runObject {
	object := runObject{
		Orders: r.sales.Orders, Late: r.sales.Late, Cancellations: r.sales.Cancellations,
		Points: r.sales.Points.String(), CV: r.sales.CV.String(),
		Earnings: s.decimal(r.amount(commission.KindEarning)), Reversals: s.decimal(r.amount(commission.KindReversal)),
		Reserve: s.decimal(r.amount(commission.KindReserve)), Release: s.decimal(r.amount(commission.KindRelease)),
		Payouts: s.decimal(r.payouts), Lines: r.lines(), Totals: []totalObject{},
	}
	if percent, ok := r.ratio(); ok {
		object.Ratio = &percent
	}
	ids := s.facts.Bonuses()
	for _, t := range r.totals {
		object.Totals = append(object.Totals, totalObject{t.kind.String(), ids[t.bonus], t.lines, s.decimal(t.amount)})
	}
	return object
}

func (s *summary) carriedObject() carriedObject {
	balance := func(b balance) balanceObject { return balanceObject{b.partners, s.decimal(b.amount)} }
	object := carriedObject{
		Negative: balance(s.carried.balances.negative), Minimum: balance(s.carried.balances.minimum),
		Suspended: balance(s.carried.balances.suspended), Reserve: s.decimal(s.carried.reserve), Binary: []binaryObject{},
	}
	ids := s.facts.Bonuses()
	for _, no := range s.carried.bonuses() {
		legs := s.carried.binary[no]
		object.Binary = append(object.Binary, binaryObject{ids[no], legs.left.String(), legs.right.String()})
	}
	return object
}

// decimal writes an amount with all its places, as the results do.
func (s *summary) decimal(v money.Volume) string {
	return exact(v).StringFixed(int32(s.plan.Money.Scale))
}
