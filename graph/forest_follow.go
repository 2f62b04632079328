package graph

import (
	"context"
	"maps"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/internal/money"
)

// Follow takes up what was recorded since. It reads just that; only after an import it reads everything.
func (f *Forest) Follow(ctx context.Context) error {
	f.following.Lock()
	defer f.following.Unlock()
	w, err := f.store.Watermark(ctx)
	if err != nil {
		return err
	}
	imports := int64(0)
	err = f.store.read(ctx, cypher.ImportsSince, map[string]any{"since": f.KnownAt()}, nil, func(record *neo4j.Record) error {
		imports = record.Values[0].(int64)
		return nil
	})
	if err != nil {
		return err
	}
	if imports > 0 {
		return f.reread(ctx, w)
	}
	return f.follow(ctx, w)
}

// reread reads the forest anew.
func (f *Forest) reread(ctx context.Context, w Watermark) error {
	fresh, err := f.store.ForestAt(ctx, View{f.view.AsOf, w.KnownAt}, f.tree)
	if err != nil {
		return err
	}
	f.take(fresh)
	return nil
}

// take goes over to another state of the forest, at one stroke.
func (f *Forest) take(next *Forest) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	maps.Copy(f.number, next.number)
	f.view, f.partners, f.above, f.points = next.view, next.partners, next.above, next.points
	f.numbers, f.groups, f.ranked = next.numbers, next.groups, next.ranked
}

// follow takes up what was recorded until a watermark. Whoever looks meanwhile sees the forest as it was, and waits for nothing.
func (f *Forest) follow(ctx context.Context, w Watermark) error {
	news, err := f.news(ctx, w)
	if err != nil {
		return err
	}
	if news.none() {
		f.mutex.Lock()
		defer f.mutex.Unlock()
		f.view.KnownAt = w.KnownAt
		return nil
	}
	next := &Forest{
		store: f.store, tree: f.tree, view: View{f.view.AsOf, w.KnownAt}, number: map[string]int32{},
		partners: slices.Clone(f.partners), above: slices.Clone(f.above), points: slices.Clone(f.points),
	}
	for _, p := range news.partners {
		next.put(p)
	}
	for partner, above := range news.aboves {
		if next.tree == "" {
			next.sponsor(partner, above)
		} else {
			next.place(partner, above)
		}
	}
	for partner, moved := range news.points {
		next.points[partner] += money.Value(moved)
	}
	next.renumber()
	f.take(next)
	return nil
}

// forestNews is what was recorded since a forest followed the graph last.
type forestNews struct {
	partners []rawPartner
	aboves   map[int64]int64 // by partner
	points   map[int64]int64 // by partner: what is added
}

func (n *forestNews) none() bool { return len(n.partners)+len(n.aboves)+len(n.points) == 0 }

func (f *Forest) news(ctx context.Context, w Watermark) (*forestNews, error) {
	from, to := f.days()
	n := &forestNews{aboves: map[int64]int64{}, points: map[int64]int64{}}
	params := map[string]any{
		"since": f.view.KnownAt, "knownAt": w.KnownAt, "asOf": dateOf(f.view.AsOf), "from": dateOf(from), "to": dateOf(to), "tree": f.tree,
	}
	err := f.store.read(ctx, cypher.PartnersSince, params, func() { n.partners = nil }, func(record *neo4j.Record) error {
		v := record.Values
		n.partners = append(n.partners, rawPartner{v[0].(int64), v[1].(string), v[2].(string), dayOf(v[3])})
		return nil
	})
	if err != nil {
		return nil, err
	}
	aboves := cypher.SponsorsSince
	if f.tree != "" {
		aboves = cypher.PlacesSince
	}
	if err := f.store.read(ctx, aboves, params, func() { clear(n.aboves) }, numberPairs(n.aboves)); err != nil {
		return nil, err
	}
	return n, f.store.read(ctx, cypher.OrdersSince, params, func() { clear(n.points) }, numberPairs(n.points))
}

func numberPairs(into map[int64]int64) func(record *neo4j.Record) error {
	return func(record *neo4j.Record) error {
		into[record.Values[0].(int64)] = record.Values[1].(int64)
		return nil
	}
}
