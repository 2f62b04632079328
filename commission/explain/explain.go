// Package explain tells a partner why a run gave just these amounts, so that a person in a dispute understands it.
//
//	run ── New ──▶ explainer ── Explain(partner, order) ──▶ explanation ──▶ text, JSON
//
// It is an implementation of the plan language of its own: it walks member by member, where the engine leaps, and
// computes with decimals. Of the engine it takes only what runs recorded: the standing of others, what others got
// that a matching bonus matches, the carries and the balance that the run began with; each of which is explained to
// whom, or in the period, that it belongs to. Then it compares: each line of the run must be explained just once, and
// each explained amount must be a line. Where they disagree, there is an error and no explanation.
//
// It is pure: there is no I/O. Package prose writes an explanation as text.
package explain

import (
	"github.com/shopspring/decimal"

	"upline/commission"
	"upline/internal/money"
	"upline/internal/period"
)

// Explainer explains a run. It may be asked often, but not by several goroutines at a time.
type Explainer struct {
	run     *commission.Run
	facts   *commission.Facts
	plan    *commission.Plan // in force on the last day
	first   period.Period
	period  period.Period
	bonuses []string // by BonusNo

	// What is asked for is kept.
	orders        [][]commission.OrderNo
	cancellations map[commission.OrderNo][]*commission.Cancellation
	below         map[forest][][]commission.PartnerNo
	matched       map[string][]SourceSum // by bonus, by partner
	volumes       map[volumeKey]decimal.Decimal
	buffer        []commission.Line
}

// New returns an explainer of a run.
func New(run *commission.Run) *Explainer {
	return &Explainer{
		run: run, facts: run.Facts(), plan: run.Plan(), first: run.First(), period: run.Period(), bonuses: run.Facts().Bonuses(),
		below: map[forest][][]commission.PartnerNo{}, matched: map[string][]SourceSum{}, volumes: map[volumeKey]decimal.Decimal{},
	}
}

// FirstPeriod returns the period from which a bundle is settled when nobody says otherwise: that of the earliest
// payment, since what was paid before the first settled period would be due in it; the last period where nothing was
// paid before.
func FirstPeriod(f *commission.Facts, last period.Period) period.Period {
	first := last
	for i := range f.Orders {
		if paid := f.Orders[i].PaidOn; paid != period.Forever {
			first = min(first, period.Of(paid))
		}
	}
	return first
}

// Query says what to explain.
type Query struct {
	Partner string
	Order   string // empty: all that the partner got; else all that the order gave to anybody
	// Whole is for how many orders, and sources of a matching bonus, the walk is told member by member; of the others
	// only the partner's own step is. Negative: for all.
	Whole int
}

// inquiry is an explanation in the making.
type inquiry struct {
	*Explainer
	asked    commission.PartnerNo
	order    commission.OrderNo
	whole    int
	branches map[forest]func(p commission.PartnerNo) bool // who is below the asked partner
	out      *Explanation
	claims   map[claim]int
	doubts   []string
}

// Explain explains what a partner got in the run, and checks it against the run.
//
// Errors: NotFound when there is no such partner or order, or when nothing happened to the order in this period;
// Internal when the explanation and the run disagree.
func (e *Explainer) Explain(query Query) (*Explanation, error) {
	q := &inquiry{
		Explainer: e, order: commission.NoOrder, whole: query.Whole,
		branches: map[forest]func(p commission.PartnerNo) bool{}, claims: map[claim]int{},
	}
	if err := Known(e.facts, query); err != nil {
		return nil, err
	}
	q.asked, _ = e.facts.FindPartner(query.Partner)
	if query.Order != "" {
		q.order, _ = e.facts.FindOrder(query.Order)
		if err := q.happens(); err != nil {
			return nil, err
		}
	}
	q.out = &Explanation{
		Partner: e.person(q.asked), Period: e.period.String(), SettledFrom: e.first.String(), AskedOrder: query.Order,
		Currency: e.plan.Currency, Places: e.plan.Money.Scale, Plan: versionOf(e.plan),
		Orders: []Order{}, Earlier: []Earlier{}, Bonuses: []PeriodBonus{}, Sums: []Sum{},
	}
	q.explainStanding()
	q.explainOrders()
	q.explainEarlier()
	if q.order == commission.NoOrder {
		q.explainBonuses()
		q.explainStatement()
	}
	if err := q.check(); err != nil {
		return nil, err
	}
	return q.out, nil
}

// amount converts an amount of the run.
func (e *Explainer) amount(a money.Amount) Money { return amountOf(e.plan.Money, a) }
