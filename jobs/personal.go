package jobs

import (
	"context"

	"upline/graph"
	"upline/graph/personal"
	"upline/graph/registrations"
	"upline/internal/period"
)

// Personal looks after what is kept of persons: in the graph, in the evidence, in documents, and where sessions are.
type Personal struct {
	*Settlement
	// Registrations opens what those sent who joined online; nil: nobody does.
	Registrations *registrations.Store
	// Sessions are where people are logged in; nil: it is not known here.
	Sessions UserSessions
	// Desk is where documents are; nil: there are none.
	Desk *Desk
	// Today is the company's day; nil: this machine's.
	Today func() period.Day
}

// UserSessions knows where users are logged in.
type UserSessions interface {
	// SessionsOf returns the sessions of a user, as they are written out for the user.
	SessionsOf(ctx context.Context, user string) ([]any, error)
	// EndSessions ends all sessions of a user.
	EndSessions(ctx context.Context, user string) error
}

// Persons is what is kept in the graph.
func (p *Personal) Persons() *personal.Store {
	return personal.New(p.Graph, p.Registrations, p.Today).With(PapersOf(p.Desk))
}

// Erase erases a person, under the lease of the audit: nobody verifies meanwhile. The account's sessions end.
//
// Errors: those of personal.Store.Erase; Conflict while the audit is verified.
func (p *Personal) Erase(ctx context.Context, o personal.Order, by graph.By) (*personal.Proof, error) {
	ctx, lease, err := p.Graph.Lease(ctx, graph.AuditLease, "erasing a person")
	if err != nil {
		return nil, err
	}
	defer lease.Release()
	store := p.Persons()
	who, err := store.Find(ctx, o.Person)
	if err != nil {
		return nil, err
	}
	proof, err := store.Erase(ctx, o, by)
	if err == nil && who.User != "" && p.Sessions != nil && proof.Erases(personal.Account) {
		err = p.Sessions.EndSessions(ctx, who.User)
	}
	return proof, err
}
