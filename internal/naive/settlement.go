package naive

import (
	"math/big"
	"slices"
	"strings"
)

// A settlement settles the periods of a bundle one after the other and remembers what each run recorded.
type settlement struct {
	bundle *bundle
	first  period // the first settled period

	trees     map[string]*tree                 // by name and day; see tree
	positions map[string]map[string][]position // by placement tree, then partner; see placed

	runs    []*run                           // earliest first
	settled map[string]*settledOrder         // by order, from the run that settled it on
	handled map[string]bool                  // cancellations, by id
	carries map[string]map[string]legVolumes // by binary bonus, then partner
	closing sums                             // by partner, of the latest run
}

// A run is the settlement of one period. What it records is never changed by a later one.
type run struct {
	*settlement
	period        period
	plan          plan // the version in force on end(P)
	sponsors      *tree
	due           []dueOrder
	cancellations []cancellation // due, of orders settled by earlier runs
	pv, cv        sums           // by partner
	standings     map[string]standing

	lines      []line
	binaryRows []binaryRow
	statements []statement
}

// A dueOrder is an order with what of it enters.
type dueOrder struct {
	order
	cancelled       *big.Rat // the share cancelled before or in this run
	entering        *big.Rat // cv
	enteringPoints  *big.Rat
	conditionPeriod period
}

func newSettlement(b *bundle, first period) *settlement {
	return &settlement{
		bundle:    b,
		first:     first,
		trees:     map[string]*tree{},
		positions: map[string]map[string][]position{},
		settled:   map[string]*settledOrder{},
		handled:   map[string]bool{},
		carries:   map[string]map[string]legVolumes{},
		closing:   sums{},
	}
}

// settle runs the next period: volumes and ranks first, then the orders, the cancellations, the reserve whose time has
// come, the period bonuses ("once per run, after the order bonuses of P, in the order of the plan", plan-language §6) and
// the statements.
func (s *settlement) settle(p period) {
	r := &run{
		settlement: s,
		period:     p,
		plan:       s.bundle.planOn(p.end()),
		sponsors:   s.tree(sponsorTree, p.end()),
		standings:  map[string]standing{},
	}
	s.runs = append(s.runs, r)
	r.due = r.dueOrders()
	r.cancellations = r.dueCancellations()
	r.sumVolumes()
	r.findStandings()
	for _, o := range r.due {
		r.payOrder(o)
	}
	for _, c := range r.cancellations {
		r.handleCancellation(c)
	}
	r.releaseReserves()
	for _, b := range r.plan.bonuses {
		r.payPeriodBonus(b)
	}
	r.writeStatements()
}

// dueOrders: "Due orders: paid by end(P) and not settled by an earlier run." "The part of an order that due cancellations
// cancel before or in the run that first settles it never earns: the order enters with cv × (1 − cancelled share), points
// alike" (plan-language §4).
func (r *run) dueOrders() []dueOrder {
	var due []dueOrder
	for _, o := range r.bundle.orders {
		isPaid := o.paidOn != "" && o.paidOn <= r.period.end()
		if !isPaid || r.settled[o.id] != nil {
			continue
		}
		cancelled := new(big.Rat)
		for _, c := range r.bundle.cancellations {
			if c.order == o.id && c.cancelledOn <= r.period.end() {
				cancelled = plus(cancelled, c.share)
				r.handled[c.id] = true
			}
		}
		left := minus(whole(1), cancelled)
		due = append(due, dueOrder{o, cancelled, times(o.cv, left), times(o.points, left), o.placedOn.period()})
	}
	return due
}

// dueCancellations: "Due cancellations: cancelled_on by end(P), not yet handled." "A cancellation of an order that is not
// yet due (unpaid) waits for it" (plan-language §4); those of the orders due now are handled with them. They are "handled
// by cancelled_on, then id" (plan-language §9).
func (r *run) dueCancellations() []cancellation {
	var due []cancellation
	for _, c := range r.bundle.cancellations {
		if c.cancelledOn <= r.period.end() && !r.handled[c.id] && r.settled[c.order] != nil {
			due = append(due, c)
			r.handled[c.id] = true
		}
	}
	slices.SortFunc(due, func(x, y cancellation) int {
		if x.cancelledOn != y.cancelledOn {
			return strings.Compare(string(x.cancelledOn), string(y.cancelledOn))
		}
		return strings.Compare(x.id, y.id)
	})
	return due
}

// runOf is the run of a settled period.
func (s *settlement) runOf(p period) *run {
	for _, r := range s.runs {
		if r.period == p {
			return r
		}
	}
	panic(invalidf("period %s is not settled", p))
}
