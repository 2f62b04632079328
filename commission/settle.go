// Package commission decides who earns what, and why: the plan language, and the engine that settles a period by it.
//
// It is pure: facts and a history go in, a run comes out. There is no I/O, no clock, and no goroutine that outlives
// a call. The rules are those of commission/README.md; comments cite its paragraphs as plan-language §n.
//
//	facts, history ── Settle ──▶ run ── History.Post ──▶ history of the next period
//
// A run finds volumes and ranks in one pass over the sponsor tree, pays the order bonuses of each batch of orders
// at the conditions under which they were placed, reverses what was cancelled, pays the period bonuses, and states
// the accounts.
package commission

import (
	"slices"

	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// Settle settles one period: the one that follows the posted ones of the history. It changes neither facts nor
// history, and gives the same run for any number of workers (at least 1).
//
// Errors: Invalid when there is no plan version in force on the last day of the period, when the period is not the
// next one, or when an amount does not fit in 64 bits.
func Settle(f *Facts, h *History, p period.Period, workers int) (*Run, error) {
	if p != h.next {
		return nil, fault.Invalidf("settle", "%s is not the next period: settle %s first", p, h.next)
	}
	plan := f.InForce(p.End())
	if plan == nil {
		return nil, fault.Invalidf("settle", "%s: no plan version is in force on %s", p, p.End())
	}
	s := newSettlement(f, h, p, plan, max(1, workers))
	s.prepare()
	s.open()
	s.payOrders()
	s.reverse()
	s.payPeriodBonuses()
	run := &Run{settlement: s}
	run.close()
	s.letGo()
	if s.overflow {
		return nil, fault.Invalidf("settle", "%s: an amount is too large: sums must fit in 64 bits of the smallest unit of %s", p, plan.Currency)
	}
	return run, nil
}

// letGo frees what a finished run no longer needs, so that less memory is in use while it is written.
func (s *settlement) letGo() {
	s.scenes, s.volumes, s.desks, s.bases = nil, nil, nil, nil
	s.ranking.state, s.ranking.rank = nil, nil
	for _, b := range s.batches {
		for _, q := range b.queues {
			q.items = nil
		}
	}
}

// SettleEach settles the periods from … through in turn, hands each run to each, whose first error ends it, and posts it
// to the history of the next. Errors are those of Settle.
func SettleEach(f *Facts, from, through period.Period, workers int, each func(run *Run) error) error {
	h := NewHistory(f, from)
	for p := from; p <= through; p++ {
		run, err := Settle(f, h, p, workers)
		if err != nil {
			return err
		}
		if err := each(run); err != nil {
			return err
		}
		if p < through {
			h.Post(run)
		}
	}
	return nil
}

// settlement is a run in the making.
type settlement struct {
	facts   *Facts
	history *History
	period  period.Period
	plan    *Plan // in force on the last day
	workers int
	bonuses []string // by BonusNo

	due           []dueOrder // ascending by order
	batches       []*batch
	cancellations []int32 // handled in this run: positions in Facts.Cancellations
	reversals     []reversalDue

	sponsors *tree    // on the last day
	volumes  []volume // by partner
	sales    Sales
	ranking  *ranking
	records  []record // by partner
	scenes   map[sceneKey]*scene

	desks       []desk            // by worker
	sheets      [][]*orderSheet   // by batch, by BonusNo
	moves       []map[int32]moved // by ledger of the history: lines moved by this run
	backLines   []Line            // reversals and releases, sorted
	periodLines [][]periodLine    // by BonusNo, sorted by beneficiary and amount
	matchings   map[BonusNo]*matchingSheet
	binaries    []*binarySheet

	opening      []money.Amount             // by partner: the closings of the run before
	highest      []Rank                     // by partner: the highest career rank held before this run
	carried      [][]Legs                   // by BonusNo, by partner: what the runs before carried on
	accounts     []account                  // by node of sponsors
	totals       [kinds][]Total             // by BonusNo
	matchingBase map[BonusNo][]money.Amount // of the matching bonuses in force, by node of sponsors
	bases        [][][]money.Amount         // by BonusNo: the matching bases to which its lines count
	overflow     bool
}

func newSettlement(f *Facts, h *History, p period.Period, plan *Plan, workers int) *settlement {
	s := &settlement{
		facts: f, history: h, period: p, plan: plan, workers: workers, bonuses: f.Bonuses(),
		scenes:       map[sceneKey]*scene{},
		matchings:    map[BonusNo]*matchingSheet{},
		matchingBase: map[BonusNo][]money.Amount{},
		opening:      h.closing,
		highest:      h.highest,
		carried:      h.carries,
		desks:        make([]desk, workers),
	}
	s.periodLines = make([][]periodLine, len(s.bonuses))
	for kind := range s.totals {
		s.totals[kind] = make([]Total, len(s.bonuses))
		for no := range s.totals[kind] {
			s.totals[kind][no] = Total{Kind: Kind(kind), Bonus: BonusNo(no)}
		}
	}
	return s
}

// bonusNo returns the number of a bonus id.
func (s *settlement) bonusNo(id string) BonusNo {
	i, _ := slices.BinarySearch(s.bonuses, id)
	return BonusNo(i)
}

// Bonuses returns the ids of the bonuses of all plan versions, sorted; a BonusNo is a position in it.
func (f *Facts) Bonuses() []string {
	var ids []string
	for _, plan := range f.Plans {
		for i := range plan.Bonuses {
			ids = append(ids, plan.Bonuses[i].ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
