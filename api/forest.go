package api

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"upline/graph"
	"upline/internal/period"
)

// forests keeps the trees that were asked for last in memory: one of a day as it is known now follows the graph, one as it
// was known at a time stays as it is.
type forests struct {
	flight singleflight.Group
	mutex  sync.Mutex
	kept   []*keptForest // the latest asked for first
}

// keptForest is a tree in memory.
type keptForest struct {
	key      forestKey
	forest   *graph.Forest
	mutex    sync.Mutex
	followed time.Time // when it followed the graph last
}

// forestKey names a tree: of a day, as known at a time; zero: now.
type forestKey struct {
	tree    string
	asOf    period.Day
	knownAt time.Time
}

const (
	// keepForests is how many trees stay in memory; one of a million partners takes some 200 MB.
	keepForests = 4
	// forestAge is how old a tree may be, that is known now, before it follows the graph again.
	forestAge = time.Second
)

// forest returns a tree in memory, as the caller sees it.
//
// Errors: NotFound when there is no such tree.
func (r *Resources) forest(ctx context.Context, tree *string, asOf *period.Day, knownAt *time.Time) (forest graph.SeenForest, err error) {
	key := forestKey{tree: value(tree), asOf: r.view(ctx, asOf, nil).AsOf}
	if knownAt != nil && knownAt.Before(r.Now()) {
		key.knownAt = knownAt.UTC()
	}
	kept, err := r.forests.find(ctx, r.Graph, key)
	if err != nil {
		return forest, err
	}
	if key.knownAt.IsZero() {
		err = kept.follow(ctx)
	}
	return kept.forest.Within(SightOf(ctx)), err
}

// find returns a tree that is kept, or reads it. Those who ask for the same at the same time wait for one.
func (f *forests) find(ctx context.Context, store *graph.Store, key forestKey) (*keptForest, error) {
	if kept := f.look(key); kept != nil {
		return kept, nil
	}
	ready := f.flight.DoChan(key.String(), func() (any, error) {
		kept := &keptForest{key: key, followed: time.Now()}
		var err error
		if kept.forest, err = read(context.WithoutCancel(ctx), store, key); err != nil {
			return nil, err
		}
		f.keep(kept)
		return kept, nil
	})
	select {
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case result := <-ready:
		if result.Err != nil {
			return nil, result.Err
		}
		return result.Val.(*keptForest), nil
	}
}

func (k forestKey) String() string {
	return k.tree + " " + k.asOf.String() + " " + k.knownAt.Format(time.RFC3339Nano)
}

func read(ctx context.Context, store *graph.Store, key forestKey) (*graph.Forest, error) {
	if !key.knownAt.IsZero() {
		return store.ForestAt(ctx, graph.View{AsOf: key.asOf, KnownAt: key.knownAt}, key.tree)
	}
	w, err := store.Watermark(ctx)
	if err != nil {
		return nil, err
	}
	return store.ForestAt(ctx, graph.View{AsOf: key.asOf, KnownAt: w.KnownAt}, key.tree)
}

func (f *forests) look(key forestKey) *keptForest {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for i, kept := range f.kept {
		if kept.key == key {
			copy(f.kept[1:i+1], f.kept[:i])
			f.kept[0] = kept
			return kept
		}
	}
	return nil
}

func (f *forests) keep(kept *keptForest) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.kept = append([]*keptForest{kept}, f.kept[:min(len(f.kept), keepForests-1)]...)
}

// follow takes up what was recorded since, at most once a second. Who comes meanwhile does not wait.
func (k *keptForest) follow(ctx context.Context) error {
	if !k.mutex.TryLock() {
		return nil
	}
	defer k.mutex.Unlock()
	if time.Since(k.followed) < forestAge {
		return nil
	}
	if err := k.forest.Follow(ctx); err != nil {
		return err
	}
	k.followed = time.Now()
	return nil
}
