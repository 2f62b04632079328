package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"upline/graph/access"
	"upline/graph/accounts"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// Caller is who asks.
type Caller struct {
	// User is what decides what they may do, of a token no more than the token may. Of a token of the operators it has nothing but the
	// token's name as its id.
	User       access.User
	Session    string // the id of the session or token; empty: a token of the operators
	From       string // the IP address
	Everything bool   // by a token of the operators (UPLINE_TOKENS), which may everything
	// SecondFactorAt is when the user proved a second factor last; zero: never, as a machine.
	SecondFactorAt time.Time
	// Lacks says that the user must have a second factor, and has none: see Contract.DemandSecondFactor.
	Lacks bool
}

// CallerOf is who asks; false: nobody is known to.
func CallerOf(ctx context.Context) (Caller, bool) {
	caller, known := ctx.Value(callerKey{}).(Caller)
	return caller, known
}

type callerKey struct{}

// WithCaller keeps who asks, and the name of the actor that they are in changes.
func WithCaller(ctx context.Context, actor string, caller Caller) context.Context {
	return context.WithValue(context.WithValue(ctx, actorKey{}, actor), callerKey{}, caller)
}

// Users knows who users are: accounts.Store.
type Users interface {
	// User returns what decides what a user may do.
	//
	// Errors: NotFound.
	User(ctx context.Context, id string) (access.User, error)
	// Machine returns whose token of the API a text is, with no more permissions than the token has, and the token's id.
	//
	// Errors: NotFound.
	Machine(ctx context.Context, text string) (user access.User, token string, err error)
}

var _ Users = (*accounts.Store)(nil)

// Machines finds out who asks by a token of the API that a user has made. It comes after Authenticate, refuses nobody whom it does not
// know, and answers 503 when the database does not.
func Machines(users Users) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx := c.Request.Context()
		_, secret, _ := strings.Cut(c.GetHeader("Authorization"), " ")
		if users == nil || !bearer(c.Request) || ActorOf(ctx) != "" {
			return
		}
		user, token, err := users.Machine(ctx, strings.TrimSpace(secret))
		switch {
		case err == nil:
			caller := Caller{User: user, Session: token, From: c.ClientIP()}
			c.Request = c.Request.WithContext(WithCaller(ctx, accounts.ActorOf(user.ID), caller))
		case fault.KindOf(err) != fault.NotFound:
			Refuse(c, err)
		}
	}
}

// publicActor is the actor of what somebody does who is not logged in.
const publicActor = "public:"

// who says who makes a change of accounts, from where, and why.
func (r *Resources) who(ctx context.Context, reason string) accounts.By {
	by := accounts.By{By: chronicle.By{Actor: ActorOf(ctx), From: addressOf(ctx), Reason: reason}, Today: r.Today()}
	if caller, known := CallerOf(ctx); known {
		by.Session = caller.Session
	} else if session, is := SessionOf(ctx); is { // it owes its second factor
		by.Actor, by.Session = accounts.ActorOf(session.User), session.ID
	}
	if by.Actor == "" {
		by.Actor = publicActor
	}
	return by
}

// addressOf is the IP address that a request comes from.
func addressOf(ctx context.Context) string {
	if c, is := ctx.(*gin.Context); is { // as the generated server hands it on
		return c.ClientIP()
	}
	return ""
}

// self is the id of the user who asks.
//
// Errors: Forbidden where a token of the operators asks, which is nobody's account; so are those of machines for what is about logging in.
func self(ctx context.Context) (user string, err error) {
	caller, _ := CallerOf(ctx)
	if _, is := SessionOf(ctx); !is || caller.Everything {
		return "", &Refusal{Status: http.StatusForbidden, Msg: "this is about the account of whoever is logged in: a token cannot do it"}
	}
	return caller.User.ID, nil
}
