package commission

import (
	"slices"

	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// settlement is a run in the making, or a late one. What it exports, both show.
type settlement struct {
	facts   *Facts
	history *History
	period  period.Period
	plan    *Plan // in force on the last day
	workers int
	bonuses []string // by BonusNo

	until period.Day // what is paid or cancelled later is not due
	late  bool       // it is a late run: only late orders are due

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
	strangers    []PartnerNo // who has something to get or to give, and no account
}

// newSettlement begins the settlement of a period, which must be the next one.
func newSettlement(f *Facts, h *History, p period.Period, workers int) (*settlement, error) {
	if f != h.facts {
		return nil, fault.Internalf("settle", "%s: the history is one of other facts", p)
	}
	if p != h.next {
		return nil, fault.Invalidf("settle", "%s is not the next period: settle %s first", p, h.next)
	}
	plan := f.InForce(p.End())
	if plan == nil {
		return nil, fault.Invalidf("settle", "%s: no plan version is in force on %s", p, p.End())
	}
	workers = max(1, workers)
	s := &settlement{
		facts: f, history: h, period: p, plan: plan, workers: workers, bonuses: f.Bonuses(), until: p.End(),
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
	return s, nil
}

// finish sorts what was written back, and refuses a run in which anything would be wrong or missing.
func (s *settlement) finish() error {
	slices.SortFunc(s.backLines, CompareLines)
	s.letGo()
	if s.overflow {
		return fault.Invalidf("settle", "%s: an amount is too large: sums must fit in 64 bits of the smallest unit of %s",
			s.period, s.plan.Currency)
	}
	if len(s.strangers) > 0 {
		p := s.facts.Partners[slices.Min(s.strangers)] // the same one for any number of workers
		return fault.Invalidf("settle", "%s: partner %q has commission of earlier periods, but joins on %s: the day of joining must not be after %s",
			s.period, p.ID, p.Joined, s.period.End())
	}
	return nil
}

// letGo frees what a finished run no longer needs, so that less memory is in use while it is written.
func (s *settlement) letGo() {
	s.scenes, s.volumes, s.desks, s.bases = nil, nil, nil, nil
	if s.ranking != nil {
		s.ranking.state, s.ranking.rank = nil, nil
	}
	for _, b := range s.batches {
		for _, q := range b.queues {
			q.items = nil
		}
	}
}

// bonusNo returns the number of a bonus id.
func (s *settlement) bonusNo(id string) BonusNo {
	i, _ := slices.BinarySearch(s.bonuses, id)
	return BonusNo(i)
}
