package api

import (
	"context"
	"log/slog"
	"sync"
)

// notes are what a request's line in the log says besides what it says of all of them.
type notes struct {
	mutex      sync.Mutex
	attributes []slog.Attr
}

type notesKey struct{}

// note adds something to the request's line in the log. Like the rest of the line, it must not be personal.
func note(ctx context.Context, attributes ...slog.Attr) {
	if n, is := ctx.Value(notesKey{}).(*notes); is {
		n.mutex.Lock()
		defer n.mutex.Unlock()
		n.attributes = append(n.attributes, attributes...)
	}
}

// denied is what a request's line says that was refused for want of a right: the permission, a second factor, or that the thing is out
// of the caller's scope, which the client is told as if there were no such thing.
func denied(ctx context.Context, what string) { note(ctx, slog.String("denied", what)) }

// What is missing where it is no permission.
const (
	deniedScope  = "scope"
	deniedFresh  = "fresh second factor"
	deniedFactor = "second factor"
)

// Why a log-in, or what confirms a session, is refused. The client learns none of them.
const (
	noAccount      = "no account"
	lockedAccount  = "locked"
	wrongPassword  = "wrong password"
	wrongCode      = "wrong code"
	notAccepted    = "not accepted" // a passkey, or a provider's answer
	unknownHere    = "unknown here" // whom the provider knows
	tooManyGuesses = "too many guesses"
)

// noteLogIn says in the request's line how a log-in went, or what confirms a session: by which factor, and, if it was refused, why. The
// account is a keyed hash: the same for the same account, also for one that does not exist, and nobody can read an address from it.
func (r *Resources) noteLogIn(ctx context.Context, factor Factor, account, refused string) {
	attributes := []slog.Attr{slog.String("factor", string(factor))}
	if account != "" {
		attributes = append(attributes, slog.String("account", r.Attempts.Name(account)))
	}
	if refused != "" {
		attributes = append(attributes, slog.String("refused", refused))
	}
	note(ctx, attributes...)
}
