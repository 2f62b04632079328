package explain

import (
	"fmt"

	"upline/commission"
	"upline/internal/money"
)

// Statement is the partner's account in the run (plan-language §8).
type Statement struct {
	Opening   Money  `json:"opening"` // the closing of the run before
	Earnings  Money  `json:"earnings"`
	Reversals Money  `json:"reversals"`
	Reserve   Money  `json:"reserve"`
	Release   Money  `json:"release"`
	Balance   Money  `json:"balance"` // the sum of all those
	Payout    Money  `json:"payout"`
	Why       string `json:"why"` // it is paid out, or not
	Closing   Money  `json:"closing"`
}

// statementKinds are the kinds of lines in the order of a statement's columns.
var statementKinds = [...]string{
	commission.KindEarning.String(), commission.KindReversal.String(), commission.KindReserve.String(), commission.KindRelease.String(),
}

// total sums the explained lines of a kind.
func (q *inquiry) total(kind commission.Kind) Money {
	total := q.amount(0)
	for _, sum := range q.out.Sums {
		if sum.Kind == kind.String() {
			total = total.plus(sum.Amount)
		}
	}
	return total
}

// explainStatement sums the explained lines, and compares the account with that of the run.
func (q *inquiry) explainStatement() {
	run, ok := q.run.Statement(q.asked)
	if !ok {
		return
	}
	s := &Statement{
		Opening: q.amount(run.Opening), Earnings: q.total(commission.KindEarning), Reversals: q.total(commission.KindReversal),
		Reserve: q.total(commission.KindReserve), Release: q.total(commission.KindRelease),
	}
	s.Balance = s.Opening.plus(s.Earnings).plus(s.Reversals).plus(s.Reserve).plus(s.Release)
	var pays bool
	pays, s.Why = q.paysOut(s.Balance)
	s.Payout = q.amount(0)
	if pays {
		s.Payout = s.Balance
	}
	s.Closing = s.Balance.minus(s.Payout)
	q.out.Statement = s
	for _, column := range []struct {
		name string
		run  money.Amount
		own  Money
	}{
		{"earnings", run.Earnings, s.Earnings},
		{"reversals", run.Reversals, s.Reversals},
		{"reserve", run.Reserve, s.Reserve},
		{"release", run.Release, s.Release},
		{"balance", run.Balance, s.Balance},
		{"payout", run.Payout, s.Payout},
		{"closing", run.Closing, s.Closing},
	} {
		if !q.amount(column.run).sameAs(column.own) {
			q.doubt("the run's statement has %s %s, and it is %s", column.name, q.amount(column.run), column.own)
		}
	}
}

// paysOut tells whether a balance is paid out, and why.
func (q *inquiry) paysOut(balance Money) (pays bool, why string) {
	minimum := valueOf(q.plan.PayoutMin)
	status, _ := q.facts.Statuses.At(q.asked, q.period.End())
	switch {
	case balance.Sign() < 0:
		return false, "the balance is negative: it is carried forward, and set off against what follows"
	case balance.Sign() == 0:
		return false, "there is nothing to pay out"
	case status == commission.Suspended:
		return false, fmt.Sprintf("suspended on %s: nothing is paid out, and the balance is carried forward", q.period.End())
	case balance.exact.LessThan(minimum):
		return false, fmt.Sprintf("the balance is below the minimum of %s: it is carried forward", minimum)
	case minimum.Sign() > 0:
		return true, fmt.Sprintf("the balance is at least the minimum of %s", minimum)
	default:
		return true, "the balance is positive"
	}
}
