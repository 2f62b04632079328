package api

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// writeTerm is how long an answer may take, from the last piece of the request that came, or of the answer that went.
const writeTerm = 30 * time.Second

// extend gives an answer more time. A writer without deadlines, as tests have, needs none.
func extend(w http.ResponseWriter) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTerm))
}

// extending gives an answer more time for as long as work on it goes on, until whoever calls it stops it, or for bodyTerm.
func extending(c *gin.Context) (stop func()) {
	w, ended := c.Writer, make(chan struct{})
	ctx, cancel := context.WithTimeout(c.Request.Context(), bodyTerm)
	go func() {
		defer close(ended)
		ticker := time.NewTicker(writeTerm / 4)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				extend(w)
			}
		}
	}()
	return func() { cancel(); <-ended }
}

// endless takes from an answer that is streamed the time that its request had. Its writer extends it piece by piece.
func endless(w http.ResponseWriter) {
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
}

// Deadline begins the time that an answer may take, so that a client that does not read cannot hold a connection for ever. That of a change
// is short: what takes long is the work, such as on files that are archived, or on a store that does not answer, and its end is told.
func Deadline() gin.HandlerFunc {
	return func(c *gin.Context) {
		extend(c.Writer)
		if c.Request.Body != nil && c.Request.Body != http.NoBody {
			c.Request.Body = &arriving{c.Request.Body, c.Writer}
		}
		if c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
			defer extending(c)()
			c.Next()
		}
	}
}

// arriving is a body that extends the answer's time as it comes in.
type arriving struct {
	io.ReadCloser
	w http.ResponseWriter
}

func (a *arriving) Read(p []byte) (int, error) {
	extend(a.w)
	return a.ReadCloser.Read(p)
}
