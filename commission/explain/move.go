package explain

import (
	"fmt"

	"github.com/shopspring/decimal"

	"upline/commission"
	"upline/internal/period"
)

// Move takes back a part of an earning line, or gives back a part of its reserve (plan-language §7).
type Move struct {
	kind         commission.Kind
	Kind         string        `json:"kind"`                   // reversal or release
	Period       string        `json:"period"`                 // the run that made it
	Cancellation *Cancellation `json:"cancellation,omitempty"` // nil: the reserve's time is over
	Of           Money         `json:"of"`                     // the earning, or the reserve withheld
	Part         string        `json:"part,omitempty"`         // of what entered: the share, or share / (1 − what was cancelled before)
	Factor       *Factor       `json:"factor,omitempty"`       // of a reversal
	Exact        string        `json:"exact,omitempty"`        // of × part × factor, before rounding
	Rounding     string        `json:"rounding,omitempty"`
	Rounded      Money         `json:"rounded"`
	Open         Money         `json:"open_before"` // not yet reversed, or still held, before this move: it is at most that
	Capped       bool          `json:"capped"`      // rounded is more than that
	Amount       Money         `json:"amount"`      // with the sign of the line; 0 makes no line
}

// Factor is f: what of a line is still to be given back when the order is cancelled.
type Factor struct {
	Numerator   int    `json:"numerator"`
	Denominator int    `json:"denominator"`
	FullMonths  int    `json:"full_months"` // from placed_on to cancelled_on
	Why         string `json:"why"`
}

// moves tells all that has happened to a line of an order up to this run, in order of time: the cancellations of
// each run by day and id, then what is given back because its time is over.
func (e *Explainer) moves(order commission.OrderNo, line *EarlierLine) []Move {
	moves := []Move{}
	earned, held := line.Earning.Amount, e.amount(0)
	if line.Reserve != nil {
		held = line.Reserve.Amount
	}
	cancellations := e.cancellationsOf(order)
	for p := e.settledIn(order) + 1; p <= e.period; p++ {
		for _, c := range cancellations {
			if e.handledIn(c) != p {
				continue
			}
			back := e.reversal(c, line, earned)
			earned = earned.plus(back.Amount)
			moves = append(moves, back)
			if held.Sign() > 0 {
				free := e.release(c, line, held)
				held = held.minus(free.Amount)
				moves = append(moves, free)
			}
		}
		if p == e.dueBack(order) && held.Sign() > 0 {
			moves = append(moves, Move{
				kind: commission.KindRelease, Kind: commission.KindRelease.String(), Period: p.String(),
				Of: line.Reserve.Amount, Rounded: held, Open: held, Amount: held,
			})
			held = e.amount(0)
		}
	}
	return moves
}

// part returns which part of what entered a cancellation takes, as a fraction and in words. A share is always of the
// whole order.
func (e *Explainer) part(c *commission.Cancellation) (numerator, denominator decimal.Decimal, words string) {
	numerator, denominator = shareOf(c.Share), shareOf(e.entered(c.Order))
	words = numerator.String()
	if !denominator.Equal(decimal.NewFromInt(1)) {
		words += " / " + denominator.String()
	}
	return numerator, denominator, words
}

// reversal takes back a part of a line, at most what is not yet reversed.
func (e *Explainer) reversal(c *commission.Cancellation, line *EarlierLine, open Money) Move {
	rule := e.planOf(c.Order).Money
	f := factor(e.planOf(c.Order).Liability, e.facts.Orders[c.Order].PlacedOn, c.On)
	numerator, denominator, part := e.part(c)
	numerator = line.Earning.Amount.exact.Mul(numerator).Mul(decimal.NewFromInt(int64(f.Numerator)))
	denominator = denominator.Mul(decimal.NewFromInt(int64(f.Denominator)))
	cancellation := cancellationOf(c)
	move := Move{
		kind: commission.KindReversal, Kind: commission.KindReversal.String(), Period: e.handledIn(c).String(), Cancellation: &cancellation,
		Of: line.Earning.Amount, Part: part, Factor: &f, Exact: exactly(numerator, denominator), Rounding: rule.Rounding.String(),
		Rounded: round(rule, numerator, denominator), Open: open,
	}
	move.Capped = move.Rounded.moreThan(open)
	move.Amount = least(move.Rounded, open).negated()
	return move
}

// release gives back a part of a reserve, at most what is still held. No f counts here.
func (e *Explainer) release(c *commission.Cancellation, line *EarlierLine, open Money) Move {
	rule := e.planOf(c.Order).Money
	numerator, denominator, part := e.part(c)
	numerator = line.Reserve.Amount.exact.Mul(numerator)
	cancellation := cancellationOf(c)
	move := Move{
		kind: commission.KindRelease, Kind: commission.KindRelease.String(), Period: e.handledIn(c).String(), Cancellation: &cancellation,
		Of: line.Reserve.Amount, Part: part, Exact: exactly(numerator, denominator), Rounding: rule.Rounding.String(),
		Rounded: round(rule, numerator, denominator), Open: open,
	}
	move.Capped = move.Rounded.moreThan(open)
	move.Amount = least(move.Rounded, open)
	return move
}

// least returns the smaller amount.
func least(a, b Money) Money {
	if b.moreThan(a) {
		return a
	}
	return b
}

// factor returns f.
func factor(l *commission.Liability, placed, cancelled period.Day) Factor {
	f := Factor{Numerator: 1, Denominator: 1, FullMonths: fullMonths(placed, cancelled)}
	if l == nil {
		f.Why = "this plan version sets no time limit"
		return f
	}
	over := placed.AddMonths(l.Months)
	switch {
	case cancelled >= over:
		f.Numerator = 0
		f.Why = fmt.Sprintf("cancelled on %s, and liability for %s was over on %s", cancelled, months(l.Months), over)
	case l.ProRata:
		f.Numerator, f.Denominator = l.Months-f.FullMonths, l.Months
		f.Why = fmt.Sprintf("%d of %s had passed in full on %s", f.FullMonths, months(l.Months), cancelled)
	default:
		f.Why = fmt.Sprintf("cancelled on %s, before liability for %s was over on %s", cancelled, months(l.Months), over)
	}
	return f
}

// fullMonths returns the largest k with from + k months <= to, each k counted from the first day itself.
func fullMonths(from, to period.Day) int {
	k := 0
	for from.AddMonths(k+1) <= to {
		k++
	}
	return k
}

func months(n int) string {
	if n == 1 {
		return "1 month"
	}
	return fmt.Sprintf("%d months", n)
}

// liability says in words how long a cancellation takes commission back.
func liability(l *commission.Liability) string {
	if l == nil {
		return "a cancellation takes back the commission of the cancelled share, however late"
	}
	less := ""
	if l.ProRata {
		less = fmt.Sprintf(", less 1/%d for each full month that has passed", l.Months)
	}
	return fmt.Sprintf("a cancellation within %s after the order was placed takes back the commission of the cancelled share%s; later ones take back nothing",
		months(l.Months), less)
}
