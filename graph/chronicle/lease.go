package chronicle

import (
	"context"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/internal/fault"
)

// A lease says that somebody is at work on something, for as long as the process lives: it ends by itself when it is no
// longer renewed for a term (Config.LeaseTerm). It keeps two from doing the same work at once; that nothing is written twice,
// constraints see to.

// renewals is how often a lease is renewed in a term.
const renewals = 5

// Lease is held until Release, or until its context ends because it was lost.
type Lease struct {
	Name   string
	store  *Store
	holder string
	cancel context.CancelCauseFunc
	done   sync.WaitGroup
}

// Lease takes the lease of a name, waiting as long as a term for one whose holder may have died. The context that it returns
// ends when the lease is lost. Who tells others who holds it.
//
// Errors: Conflict when somebody else holds it, and is alive.
func (s *Store) Lease(ctx context.Context, name, who string) (context.Context, *Lease, error) {
	l := &Lease{Name: name, store: s, holder: uuid.NewString()}
	term := s.Config.LeaseTerm
	deadline := time.Now().Add(term + term/renewals)
	for {
		held, by, since, err := l.take(ctx, who)
		if err != nil {
			return nil, nil, err
		}
		if held {
			break
		}
		if time.Now().After(deadline) {
			return nil, nil, fault.Conflictf("lease", "%s is at work on %s since %s: wait until that is done", by, name, since.Format(time.DateTime+" MST"))
		}
		if err := pause(ctx, term/renewals/2); err != nil {
			return nil, nil, err
		}
	}
	ctx, l.cancel = context.WithCancelCause(ctx)
	l.done.Go(func() { l.keep(ctx, who) })
	return ctx, l, nil
}

// take takes or renews the lease; if somebody else holds it, it says who, and since when.
func (l *Lease) take(ctx context.Context, who string) (held bool, by string, since time.Time, err error) {
	params := map[string]any{"name": l.Name, "holder": l.holder, "who": who, "milliseconds": l.store.Config.LeaseTerm.Milliseconds()}
	err = l.store.singleWithin(ctx, l.store.Config.LeaseTerm, cypher.LeaseTake, params, func(record *neo4j.Record) error {
		held, by, since = record.Values[0].(string) == l.holder, record.Values[1].(string), record.Values[2].(time.Time)
		return nil
	})
	return held, by, since, err
}

// keep renews the lease until the context ends. A database that does not answer for a moment does not end it; one that
// says that somebody else holds it does.
func (l *Lease) keep(ctx context.Context, who string) {
	for pause(ctx, l.store.Config.LeaseTerm/renewals) == nil {
		if held, by, _, err := l.take(ctx, who); err == nil && !held {
			l.cancel(fault.Conflictf("lease", "%s has taken over %s, since this process did not answer for %s", by, l.Name, l.store.Config.LeaseTerm))
			return
		}
	}
}

// Release gives the lease back.
func (l *Lease) Release() {
	l.cancel(context.Canceled)
	l.done.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), l.store.Config.LeaseTerm/2)
	defer cancel()
	_ = l.store.Single(ctx, cypher.LeaseRelease, map[string]any{"name": l.Name, "holder": l.holder}, nil) // if it fails, the lease ends by itself
}
