package api

import (
	"context"
	"net/url"
	"time"

	"upline/graph"
	"upline/graph/access"
	"upline/graph/accounts"
	"upline/graph/registrations"
	"upline/internal/period"
	"upline/jobs"
)

// Resources answers the operations of the contract: a file for each kind of thing. A handler decodes, makes one call, and encodes;
// what goes wrong is translated in error.go.
type Resources struct {
	Graph        *graph.Store
	Settlement   *jobs.Settlement
	Explanations *jobs.Explanations
	Queue        *jobs.Queue
	Events       *Hub
	// Registrations is how people join online; nil: nobody does.
	Registrations *registrations.Store
	// Desk is where documents are.
	Desk *jobs.Desk
	// Procedures know what is set up, for the documentation of procedures.
	Procedures *jobs.Procedures
	// Newcomers limits how often an address may send a form, ask for a link or state a withdrawal.
	Newcomers Limit
	// Now tells the time. Its day, in Zone, is today.
	Now  func() time.Time
	Zone *time.Location

	// What logging in takes: who there is, their sessions, known devices, counters of attempts, and passkeys.
	Accounts *accounts.Store
	Sessions *Sessions
	Devices  *Devices
	Attempts *Attempts
	Passkeys *access.Passkeys
	OIDC     *OIDC  // nil: nobody logs in by a provider
	Company  string // its name, for authenticator apps

	forests   forests
	newcomers newcomers
}

var _ StrictServerInterface = (*Resources)(nil)

// basePath is where the operations are (the server of the contract).
const basePath = "/api/v1"

// path is where a thing is.
func path(kind, id string) string { return basePath + "/" + kind + "/" + url.PathEscape(id) }

// view is what a request asks about: the structure of a day, as it was known at a time, and as far as the caller may see it.
func (r *Resources) view(ctx context.Context, asOf *period.Day, knownAt *time.Time) graph.View {
	at := graph.View{AsOf: r.Today(), KnownAt: graph.Latest, Within: SightOf(ctx)}
	if asOf != nil {
		at.AsOf = *asOf
	}
	if knownAt != nil {
		at.KnownAt = *knownAt
	}
	return at
}

// Today is the day in the company's zone.
func (r *Resources) Today() period.Day { return period.DayOf(r.Now(), r.Zone) }

// by says who makes a change, why, of whom that one may, and which version of the thing that is changed was looked at.
func by(ctx context.Context, reason *string, ifMatch *string) (graph.By, error) {
	seen, err := seenVersion(ifMatch)
	by := changing(ctx, reason)
	by.Seen = seen
	return by, err
}

// changing says who makes a change, why, and of whom that one may.
func changing(ctx context.Context, reason *string) graph.By {
	by := asking(ctx)
	by.Reason = value(reason)
	return by
}

// asking says who makes a change, and of whom that one may.
func asking(ctx context.Context) graph.By {
	caller, _ := CallerOf(ctx)
	return graph.By{Actor: ActorOf(ctx), Session: caller.Session, From: caller.From, Within: SightOf(ctx)}
}

// Optional values: absent in the contract, and zero or open ends in the graph.

func value[T any](p *T) (zero T) {
	if p != nil {
		return *p
	}
	return zero
}

func valueOr[T any](p *T, otherwise T) T {
	if p != nil {
		return *p
	}
	return otherwise
}

// optional is absent for the zero value.
func optional[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// lastDay is the end of a span that a request names, or none.
func lastDay(day *period.Day) period.Day { return valueOr(day, period.Forever) }

// endOf is the end of a span, absent when it is open.
func endOf(day period.Day) *period.Day {
	if day == period.Forever {
		return nil
	}
	return &day
}

// moment is a time, absent when there is none.
func moment(t time.Time) *time.Time {
	if t.IsZero() || t.Year() == 9999 {
		return nil
	}
	t = t.UTC()
	return &t
}

// mapped turns a list of one kind into one of another; it is never null in JSON.
func mapped[A, B any](list []A, of func(*A) B) []B {
	out := make([]B, len(list))
	for i := range list {
		out[i] = of(&list[i])
	}
	return out
}
