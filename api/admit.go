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
	// admittedPerCore is how many requests are carried out at the same time for each core: more of them would only make each
	// other, and the database, slower.
	admittedPerCore = 8
	// admitTerm is how long a request waits for its turn before it is sent away: then the server is overloaded, and whoever asked
	// has mostly given up.
	admitTerm = 5 * time.Second
)

// Admit lets requests of the contract in one after the other, as many at the same time as the machine can carry out. Streams and
// whole lists as files are not counted: they take long, and little of it at a time.
func (contract *Contract) Admit() gin.HandlerFunc {
	return contract.admit(int64(admittedPerCore*runtime.NumCPU()), admitTerm)
}

func (contract *Contract) admit(most int64, term time.Duration) gin.HandlerFunc {
	turns := semaphore.NewWeighted(most)
	return func(c *gin.Context) {
		operation := contract.operationOf(c)
		if operation == nil || operation.streams || c.Query("format") == "csv" || c.Query("format") == "xlsx" {
			return
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
