package explain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"upline/commission"
	"upline/internal/fault"
	"upline/internal/period"
)

// claim is a line that the explanation says the run must have; two lines with equal claims are alike.
type claim struct {
	kind          commission.Kind
	bonus         string
	order         commission.OrderNo
	source        commission.PartnerNo
	beneficiary   commission.PartnerNo
	level         int32
	base, percent string // empty where they mean nothing
	amount        string
	condition     period.Period
}

// claimOf reads a line of the run as a claim.
func (e *Explainer) claimOf(l *commission.Line) claim {
	c := claim{
		kind: l.Kind, bonus: e.bonuses[l.Bonus], order: l.Order, source: l.Source, beneficiary: l.Beneficiary,
		level: l.Level, amount: l.Amount.Format(e.plan.Money.Scale), condition: l.Condition,
	}
	if l.HasBase {
		c.base, c.percent = l.Base.String(), l.Percent.String()
	}
	return c
}

// text shows a claim as lines.csv would.
func (e *Explainer) text(c claim) string {
	order, source := "", ""
	if c.order != commission.NoOrder {
		order = e.facts.Orders[c.order].ID
	}
	if c.source != commission.NoPartner {
		source = e.facts.Partners[c.source].ID
	}
	return fmt.Sprintf("%s,%s,%s,%s,%s,%s,%d,%s,%s,%s,%s",
		e.period, c.kind, c.bonus, order, source, e.facts.Partners[c.beneficiary].ID, c.level, c.base, c.percent, c.amount, c.condition)
}

// claim notes a line that must be in the run. Amounts of the asked partner are summed.
func (q *inquiry) claim(c claim, amount Money) {
	if amount.Sign() == 0 {
		return
	}
	c.amount = amount.String()
	q.claims[c]++
	if c.beneficiary == q.asked {
		q.sum(c, amount)
	}
}

// claimStep notes the lines of a step that was paid: the earning and what is withheld of it.
func (q *inquiry) claimStep(c claim, step Step) {
	if q.order == commission.NoOrder && c.beneficiary != q.asked {
		return // a step that is only shown
	}
	if step.Reserve != nil {
		reserve := c
		reserve.kind = commission.KindReserve
		q.claim(reserve, step.Reserve.Amount.negated())
	}
	c.kind, c.base, c.percent = commission.KindEarning, step.Earning.Base.String(), step.Earning.Percent.String()
	q.claim(c, step.Earning.Amount)
}

// Sum is what the partner's explained lines of a kind and bonus add up to.
type Sum struct {
	Kind   string `json:"kind"` // earning, reversal, reserve or release
	Bonus  string `json:"bonus"`
	Lines  int    `json:"lines"`
	Amount Money  `json:"amount"`
}

// sum adds a line of the asked partner to the sums, which are kept in order: by kind as in a statement, then bonus.
func (q *inquiry) sum(c claim, amount Money) {
	order := func(s Sum) int { return slices.Index(statementKinds[:], s.Kind) }
	i, found := slices.BinarySearchFunc(q.out.Sums, Sum{Kind: c.kind.String(), Bonus: c.bonus}, func(a, b Sum) int {
		return cmp.Or(cmp.Compare(order(a), order(b)), cmp.Compare(a.Bonus, b.Bonus))
	})
	if !found {
		q.out.Sums = slices.Insert(q.out.Sums, i, Sum{c.kind.String(), c.bonus, 0, q.amount(0)})
	}
	q.out.Sums[i].Lines++
	q.out.Sums[i].Amount = q.out.Sums[i].Amount.plus(amount)
}

// doubt notes that the explanation and the run disagree.
func (q *inquiry) doubt(format string, args ...any) {
	q.doubts = append(q.doubts, fmt.Sprintf(format, args...))
}

// check compares the claims with the lines of the run: those of the asked order, or of the asked partner. Each line
// must be claimed just once, and each claim must be a line.
func (q *inquiry) check() error {
	for _, block := range q.run.Blocks() {
		q.buffer = block.Append(q.buffer[:0])
		for i := range q.buffer {
			l := &q.buffer[i]
			if q.order == commission.NoOrder && l.Beneficiary == q.asked || q.order != commission.NoOrder && l.Order == q.order {
				q.out.Lines++
				q.claims[q.claimOf(l)]--
			}
		}
	}
	for c, open := range q.claims {
		switch {
		case open > 0:
			q.doubt("the run has no line %s", q.text(c))
		case open < 0:
			q.doubt("the run's line %s is not explained", q.text(c))
		}
	}
	if len(q.doubts) == 0 {
		return nil
	}
	slices.Sort(q.doubts)
	return &fault.Error{Kind: fault.Internal, Op: "explain", Msg: fmt.Sprintf(
		"explanation and run disagree on %s in %s, so one of them has a defect; please report it:\n%s",
		q.facts.Partners[q.asked].ID, q.period, strings.Join(q.doubts, "\n"))}
}

// checkMember compares what the run of a period recorded of a member's activity with what plan-language §5 makes of
// the facts.
func (q *inquiry) checkMember(c conditions, s *stride) {
	if !c.recorded() {
		return
	}
	if active := q.activeIn(c.period, s.partner); active != s.active {
		q.doubt("the run of %s recorded active %t of %s, and it is %t", c.period, s.active, q.facts.Partners[s.partner].ID, active)
	}
}

// activeIn tells whether a partner in the tree is active in a settled period (plan-language §5).
func (e *Explainer) activeIn(p period.Period, partner commission.PartnerNo) bool {
	if status, _ := e.facts.Statuses.At(partner, p.End()); status != commission.Active {
		return false
	}
	asked := e.facts.InForce(p.End()).ActivePV
	return asked == nil || !e.pv(partner, p).LessThan(valueOf(*asked))
}
