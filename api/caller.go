package api

import (
	"context"

	"upline/graph/access"
)

// Caller is who asks, with all that is known of the rights.
type Caller struct {
	User    access.User
	Session string // the id of the session or the token
	From    string // the address that the request came from
	// Everything says that nothing is hidden and all is allowed: whoever has a token of the operator's environment.
	Everything bool
}

// callerKey is the key of the caller in a context.
type callerKey struct{}

// WithCaller is a context in which somebody asks, under a name for ActorOf.
func WithCaller(ctx context.Context, actor string, caller Caller) context.Context {
	return context.WithValue(context.WithValue(ctx, actorKey{}, actor), callerKey{}, caller)
}

// CallerOf is who asks; false where nobody is known.
func CallerOf(ctx context.Context) (Caller, bool) {
	caller, known := ctx.Value(callerKey{}).(Caller)
	return caller, known
}
