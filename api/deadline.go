package api

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// writeTerm is how long an answer may take to be written. Those that are streamed get as long again for each piece.
const writeTerm = 30 * time.Second

// extend gives an answer more time. A writer without deadlines, as tests have, needs none.
func extend(w http.ResponseWriter) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTerm))
}

// Deadline begins the time that an answer may take, so that a client that does not read cannot hold a connection for ever.
func Deadline() gin.HandlerFunc {
	return func(c *gin.Context) { extend(c.Writer) }
}
