package creditnote

import (
	"sort"

	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// Earning is a line of a settlement, as a note needs it.
type Earning struct {
	Day    period.Day // of the performance: what was brokered; of a reversal, the day of what it takes back
	Bonus  string     // what it is for, in the words of the note
	Amount money.Amount
}

// Since is a tax status from a day on, until the next one.
type Since struct {
	Day    period.Day
	Status TaxStatus
}

// Part is what of a settlement belongs into one note.
type Part struct {
	Status  TaxStatus
	From    period.Day // of the first and last earning in it
	Through period.Day
	Items   []Item
	Net     money.Amount
}

// Kind returns what kind of note a part makes: a credit note, or a correction when more is taken back than earned.
func (p Part) Kind() Kind {
	if p.Net < 0 {
		return Correction
	}
	return Credit
}

// Split sorts earnings by the tax status of their day, each into the part of its status: statuses change at a day, as when a move
// makes a partner foreign, or in mid-year when a small business crosses its limit (EndOfSmallBusiness). Within a part, earnings are
// added up by bonus, reversals apart from what was earned, in the order in which they first come. Parts come in the order of their
// first days. Statuses are in order of their days.
//
// Errors: Invalid for statuses out of order, an earning before the first, and sums that do not fit.
func Split(earnings []Earning, statuses []Since) ([]Part, error) {
	for i := 1; i < len(statuses); i++ {
		if statuses[i].Day <= statuses[i-1].Day {
			return nil, fault.Invalidf(op, "the tax status of %s follows that of %s: order them by day", statuses[i].Day, statuses[i-1].Day)
		}
	}
	parts := map[TaxStatus]*gathering{}
	for _, earning := range earnings {
		at := sort.Search(len(statuses), func(i int) bool { return statuses[i].Day > earning.Day }) - 1
		if at < 0 {
			return nil, fault.Invalidf(op, "there is no tax status on %s: record one from that day on", earning.Day)
		}
		status := statuses[at].Status
		if parts[status] == nil {
			parts[status] = &gathering{Part{Status: status, From: earning.Day, Through: earning.Day}, map[kept]int{}}
		}
		if !parts[status].add(earning) {
			return nil, overflown()
		}
	}
	list := make([]Part, 0, len(parts))
	for _, part := range parts {
		list = append(list, part.Part)
	}
	sort.Slice(list, func(i, j int) bool {
		if list[i].From != list[j].From {
			return list[i].From < list[j].From
		}
		return list[i].Status < list[j].Status
	})
	return list, nil
}

// gathering is a part that grows.
type gathering struct {
	Part
	places map[kept]int
}

// kept is what is added up in one item.
type kept struct {
	bonus    string
	reversal bool
}

func (g *gathering) add(earning Earning) (ok bool) {
	key := kept{earning.Bonus, earning.Amount < 0}
	at, known := g.places[key]
	if !known {
		at = len(g.Items)
		g.places[key] = at
		g.Items = append(g.Items, Item{Name: earning.Bonus, Reversal: key.reversal})
	}
	g.From, g.Through = min(g.From, earning.Day), max(g.Through, earning.Day)
	item := &g.Items[at]
	item.Count++
	var fits bool
	item.Amount, ok = item.Amount.Plus(earning.Amount)
	g.Net, fits = g.Net.Plus(earning.Amount)
	return ok && fits
}

func overflown() error { return fault.Invalidf(op, "the sum does not fit into 64 bits") }
