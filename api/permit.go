package api

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"upline/graph"
	"upline/graph/access"
	"upline/internal/fault"
	"upline/internal/period"
)

// readDrafts is what it takes to see runs that are not posted.
const readDrafts access.Permission = "runs:read"

// sightKey is the key of what a request may see in a context.
type sightKey struct{}

// SightOf is of whom a request may see or change something: nobody, until Permit has decided it.
func SightOf(ctx context.Context) graph.Sight {
	within, _ := ctx.Value(sightKey{}).(graph.Sight)
	return within
}

// Permit decides whether a request may be carried out at all, by the permission that the contract asks for, and of whom: that is kept
// for SightOf, and the repository applies it. It comes when it is known who asks. Somebody who may not is told that there is no such
// thing, of a GET; and otherwise which permission is missing, since the contract names it to everybody.
func (contract *Contract) Permit(today func() period.Day) gin.HandlerFunc {
	return func(c *gin.Context) {
		f := contract.operationOf(c)
		if f == nil || f.rule.Open != OpenToNobody {
			return
		}
		within, allowed := graph.Everybody, false
		caller, known := CallerOf(c.Request.Context())
		if allowed = known && caller.Everything; known && !allowed {
			day := today()
			decision := access.Decide(caller.User, f.rule.Permission, day)
			drafts := f.rule.names("run") && access.Decide(caller.User, readDrafts, day).Allowed
			within, allowed = graph.SightOf(decision, day, drafts), decision.Allowed
		}
		if !allowed {
			denied(c, string(f.rule.Permission))
		}
		switch {
		case allowed:
			c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), sightKey{}, within))
		case c.Request.Method == http.MethodGet:
			Refuse(c, fault.NotFoundf("access", "there is nothing here for you: GET %s/me says what you may do", basePath))
		default:
			Refuse(c, fault.Forbiddenf("access", "you may not do that: it takes the permission %s", f.rule.Permission))
		}
	}
}
