package jobs

import (
	"context"
	"time"

	"upline/documents/intake/suggestion"
	"upline/graph"
	"upline/internal/fault"
)

// book says to suggestions who there is.
type book struct {
	ctx  context.Context
	desk *Desk
}

var _ suggestion.Book = (*book)(nil)

// idMax is how long what may be an id is at most, in bytes.
const idMax = 64

// Partner finds a partner by id.
func (b *book) Partner(number string) (suggestion.Partner, bool, error) {
	if len(number) > idMax {
		return suggestion.Partner{}, false, nil
	}
	names, err := b.desk.Company.Names(b.ctx, []string{number})
	name, there := names[number]
	return suggestion.Partner{Number: number, Name: name}, there, err
}

// Order finds whose order it is.
func (b *book) Order(number string) (suggestion.Partner, bool, error) {
	if len(number) > idMax {
		return suggestion.Partner{}, false, nil
	}
	order, err := b.desk.Company.Order(b.ctx, number, graph.Everybody)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return suggestion.Partner{}, false, nil
	}
	if err != nil {
		return suggestion.Partner{}, false, err
	}
	return b.Partner(order.Partner)
}

// Named finds partners by what may be a name.
func (b *book) Named(name string) ([]suggestion.Partner, error) {
	at := graph.View{AsOf: b.desk.dayOf(time.Now()), KnownAt: graph.Latest, Within: graph.Everybody}
	rows, _, err := b.desk.Company.Partners(b.ctx, graph.PartnerFilter{Text: name}, at, graph.Slice{Limit: 10})
	if fault.KindOf(err) == fault.Invalid && err != nil { // it is no text to search for
		return nil, nil
	}
	found := make([]suggestion.Partner, len(rows))
	for i := range rows {
		found[i] = suggestion.Partner{Number: rows[i].ID, Name: rows[i].Name}
	}
	return found, err
}
