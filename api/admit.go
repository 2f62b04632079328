package api

import (
	"context"
	"net/http"
	"runtime"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/sync/semaphore"
)

const (
	// How many requests are carried out at the same time for each core: more of them would only make each other, and the database,
	// slower. Those that change something wait for each other now and then, and must not keep readers waiting, so whatever is not a
	// GET is counted by itself.
	readsPerCore  = 8
	writesPerCore = 4
	// admitTerm is how long a request waits for its turn before it is sent away: then the server is overloaded, and whoever asked
	// has mostly given up.
	admitTerm = 5 * time.Second
)

// Admit lets requests of the contract in one after the other, as many at the same time as the machine can carry out. Streams and
// whole lists as files are not counted: they take long, and little of it at a time. Neither is what hashes a password: that has turns of
// its own (see access.HashPassword), so that nobody who guesses passwords keeps others waiting.
func (contract *Contract) Admit() gin.HandlerFunc {
	cores := int64(runtime.NumCPU())
	return contract.admit(readsPerCore*cores, writesPerCore*cores, admitTerm)
}

func (contract *Contract) admit(mostReads, mostWrites int64, term time.Duration) gin.HandlerFunc {
	reads, writes := semaphore.NewWeighted(mostReads), semaphore.NewWeighted(mostWrites)
	return func(c *gin.Context) {
		operation := contract.operationOf(c)
		if operation == nil || operation.streams || operation.hashes || c.Query("format") == "csv" || c.Query("format") == "xlsx" {
			return
		}
		turns := writes
		if c.Request.Method == http.MethodGet {
			turns = reads
		}
		if !turns.TryAcquire(1) {
			ctx, cancel := context.WithTimeout(c.Request.Context(), term)
			err := turns.Acquire(ctx, 1)
			cancel()
			if err != nil {
				Refuse(c, &Refusal{
					Status: http.StatusServiceUnavailable, Msg: "the server has too much to do: try again in a moment", Header: http.Header{"Retry-After": {"2"}},
				})
				return
			}
		}
		defer turns.Release(1)
		c.Next()
	}
}
