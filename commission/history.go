package commission

import (
	"maps"

	"upline/internal/money"
	"upline/internal/period"
)

// History is what runs before have left behind: all that a run needs besides the facts. Post adds a run to it.
type History struct {
	facts *Facts
	first period.Period // the first settled period
	next  period.Period // the one whose run is posted next

	// resumed histories hold what the run of next needs of earlier ones, but not what later runs will.
	resumed bool

	records map[period.Period][]record // by partner
	highest []Rank                     // by partner: the highest career rank ever held
	carries [][]Legs                   // by BonusNo, by partner; nil where nothing was carried yet
	closing []money.Amount             // by partner

	settled   []bool                  // by OrderNo
	handled   []bool                  // by cancellation
	cancelled map[OrderNo]money.Share // what was cancelled before or in the run that first settled an order, if anything
	ledgers   []*ledger               // lines that a later run may still reverse or give back
}

// NewHistory returns the history before the first settled period.
func NewHistory(f *Facts, first period.Period) *History {
	h := &History{
		facts: f, first: first, next: first,
		records:   map[period.Period][]record{},
		highest:   make([]Rank, len(f.Partners)),
		carries:   make([][]Legs, len(f.Bonuses())),
		closing:   make([]money.Amount, len(f.Partners)),
		settled:   make([]bool, len(f.Orders)),
		handled:   make([]bool, len(f.Cancellations)),
		cancelled: map[OrderNo]money.Share{},
	}
	for p := range h.highest {
		h.highest[p] = f.highestOverride(PartnerNo(p), first.Start()-1)
		for _, span := range f.Careers.Of(PartnerNo(p)) {
			if span.From < first.Start() {
				h.highest[p] = max(h.highest[p], span.Value)
			}
		}
	}
	return h
}

// Post adds a run, which must be that of the next period and settled with this history, which must not be a resumed one.
// What the run shows stays as it is.
func (h *History) Post(run *Run) {
	s := run.settlement
	if h.resumed {
		panic("commission: a run is posted to a resumed history: the next period has a past of its own")
	}
	if s.history != h || s.period != h.next {
		panic("commission: a run is posted that does not follow this history")
	}
	h.next++
	h.records[s.period] = s.records
	h.closing = run.closing
	h.carries = run.Carries()
	h.highest = make([]Rank, len(s.records))
	for p := range h.highest {
		h.highest[p] = run.Highest(PartnerNo(p))
	}
	for _, order := range run.SettledOrders() {
		h.settled[order.Order] = true
		if order.Cancelled != 0 {
			h.cancelled[order.Order] = order.Cancelled
		}
	}
	for _, i := range s.cancellations {
		h.handled[i] = true
	}
	for i, moves := range s.moves {
		maps.Copy(h.ledgers[i].moved, moves)
	}
	h.keep(s)
}
