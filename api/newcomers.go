package api

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"upline/graph/joining"
	"upline/graph/registrations"
	"upline/internal/fault"
)

// newcomers counts how often addresses ask of whom nobody is known.
type newcomers struct {
	begin   sync.Once
	buckets *buckets
}

// answerTerm is after how long whoever sends a form or asks for a link is answered, at the earliest: so that the time does not tell
// whether the address is registered.
const answerTerm = 300 * time.Millisecond

// joiningAt returns the registrations, and where a request to them came from.
//
// Errors: NotFound where nobody joins online.
func (r *Resources) joiningAt(ctx context.Context) (*registrations.Store, joining.Origin, error) {
	if r.Registrations == nil {
		return nil, joining.Origin{}, fault.NotFoundf("registrations", "nobody joins online here: the operator has not set it up")
	}
	c := ctx.(*gin.Context) // as the generated server hands it on
	agent := c.Request.UserAgent()
	if len(agent) > 400 {
		agent = agent[:400]
	}
	return r.Registrations, joining.Origin{Address: c.ClientIP(), UserAgent: agent}, nil
}

// admitNewcomer is joiningAt, for what an address may do just now and then.
//
// Errors: a Refusal 429.
func (r *Resources) admitNewcomer(ctx context.Context) (*registrations.Store, joining.Origin, error) {
	s, from, err := r.joiningAt(ctx)
	if err != nil || r.Newcomers.PerSecond == 0 {
		return s, from, err
	}
	r.newcomers.begin.Do(func() { r.newcomers.buckets = &buckets{limit: r.Newcomers, now: time.Now, of: map[string]*bucket{}} })
	wait, _ := r.newcomers.buckets.take(networkOf(from.Address))
	if wait > 0 {
		seconds := strconv.Itoa(int(math.Ceil(wait.Seconds())))
		return nil, from, &Refusal{
			Status: http.StatusTooManyRequests, Msg: "too many of these came from your network: wait " + seconds + " s", Header: http.Header{"Retry-After": {seconds}},
		}
	}
	return s, from, nil
}

// noSooner waits until answerTerm has passed since a request began.
func noSooner(ctx context.Context, began time.Time) {
	select {
	case <-ctx.Done():
	case <-time.After(time.Until(began.Add(answerTerm))):
	}
}
