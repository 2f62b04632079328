package graph

import (
	"context"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
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
	err = f.store.Read(ctx, cypher.ImportsSince, map[string]any{"since": f.KnownAt()}, nil, func(record *neo4j.Record) error {
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
	fresh, err := f.read(ctx, w.KnownAt)
	if err == nil {
		f.publish(fresh, true)
	}
	return err
}

// follow takes up what was recorded until a watermark. Whoever looks meanwhile sees the forest as it was, and waits for nothing.
func (f *Forest) follow(ctx context.Context, w Watermark) error {
	state := f.now()
	news, err := state.news(ctx, f.store, w)
	if err == nil {
		f.publish(state.with(news, w.KnownAt), false)
	}
	return err
}

// with is a state and what was recorded since.
func (s *forestState) with(news *forestNews, knownAt time.Time) *forestState {
	next := *s
	next.view.KnownAt = knownAt
	if news.none() {
		return &next
	}
	next.number = map[string]int32{}
	next.partners, next.above, next.points = slices.Clone(s.partners), slices.Clone(s.above), slices.Clone(s.points)
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
	return &next
}

// forestNews is what was recorded since a forest followed the graph last.
type forestNews struct {
	partners []rawPartner
	aboves   map[int64]int64 // by partner
	points   map[int64]int64 // by partner: what is added
}

func (n *forestNews) none() bool { return len(n.partners)+len(n.aboves)+len(n.points) == 0 }

func (s *forestState) news(ctx context.Context, store *Store, w Watermark) (*forestNews, error) {
	from, to := s.days()
	n := &forestNews{aboves: map[int64]int64{}, points: map[int64]int64{}}
	params := map[string]any{
		"since": s.view.KnownAt, "knownAt": w.KnownAt, "asOf": chronicle.Date(s.view.AsOf),
		"from": chronicle.Date(from), "to": chronicle.Date(to), "tree": s.tree,
	}
	err := store.Read(ctx, cypher.PartnersSince, params, func() { n.partners = nil }, func(record *neo4j.Record) error {
		v := record.Values
		n.partners = append(n.partners, rawPartner{v[0].(int64), v[1].(string), v[2].(string), chronicle.Day(v[3])})
		return nil
	})
	if err != nil {
		return nil, err
	}
	aboves := cypher.SponsorsSince
	if s.tree != "" {
		aboves = cypher.PlacesSince
	}
	if err := store.Read(ctx, aboves, params, func() { clear(n.aboves) }, numberPairs(n.aboves)); err != nil {
		return nil, err
	}
	return n, store.Read(ctx, cypher.OrdersSince, params, func() { clear(n.points) }, numberPairs(n.points))
}

func numberPairs(into map[int64]int64) func(record *neo4j.Record) error {
	return func(record *neo4j.Record) error {
		into[record.Values[0].(int64)] = record.Values[1].(int64)
		return nil
	}
}
