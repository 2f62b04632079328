package graph

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/internal/money"
)

// Follow takes up what was recorded since. It reads just that; only after an import it reads everything.
func (f *Forest) Follow(ctx context.Context) error {
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
	fresh, err := f.store.ForestAt(ctx, View{f.view.AsOf, w.KnownAt})
	if err != nil {
		return err
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.view, f.partners, f.number, f.above, f.points = fresh.view, fresh.partners, fresh.number, fresh.above, fresh.points
	f.tree, f.groups, f.ranked = fresh.tree, fresh.groups, fresh.ranked
	return nil
}

func (f *Forest) follow(ctx context.Context, w Watermark) (err error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	from, to := f.days()
	changed := false
	params := map[string]any{
		"since": f.view.KnownAt, "knownAt": w.KnownAt, "asOf": dateOf(f.view.AsOf), "from": dateOf(from), "to": dateOf(to),
	}
	var partners []rawPartner
	err = f.store.read(ctx, cypher.PartnersSince, params, func() { partners = nil }, func(record *neo4j.Record) error {
		v := record.Values
		partners = append(partners, rawPartner{v[0].(int64), v[1].(string), v[2].(string), dayOf(v[3])})
		return nil
	})
	if err != nil {
		return err
	}
	sponsors := map[int64]int64{}
	err = f.store.read(ctx, cypher.SponsorsSince, params, func() { clear(sponsors) }, func(record *neo4j.Record) error {
		sponsors[record.Values[0].(int64)] = record.Values[1].(int64)
		return nil
	})
	if err != nil {
		return err
	}
	points := map[int64]int64{}
	err = f.store.read(ctx, cypher.OrdersSince, params, func() { clear(points) }, func(record *neo4j.Record) error {
		points[record.Values[0].(int64)] = record.Values[1].(int64)
		return nil
	})
	if err != nil {
		return err
	}
	for _, p := range partners {
		f.put(p)
		changed = true
	}
	for partner, sponsor := range sponsors {
		f.sponsor(partner, sponsor)
		changed = true
	}
	for partner, moved := range points {
		f.points[partner] += money.Value(moved)
		changed = true
	}
	f.view.KnownAt = w.KnownAt
	if changed {
		f.renumber()
	}
	return nil
}
