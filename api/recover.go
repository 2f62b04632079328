package api

import (
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/gin-gonic/gin"
)

// panicked is a panic as an error: Internal, with the stack for the log.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v", p.value) }

// Recover answers a panic with a problem. http.ErrAbortHandler, which cuts the connection on purpose, goes on.
func Recover() gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			value := recover()
			if value == nil {
				return
			}
			if err, is := value.(error); is && errors.Is(err, http.ErrAbortHandler) {
				panic(value)
			}
			Refuse(c, &panicked{value, debug.Stack()})
		}()
		c.Next()
	}
}

// NotFound answers paths that lead nowhere, and WrongMethod methods that a path does not know; gin names those it does.
func NotFound(c *gin.Context) {
	Refuse(c, &Refusal{Status: http.StatusNotFound, Msg: "there is no " + c.Request.URL.Path + ": /api/docs lists the paths"})
}

// WrongMethod is described at NotFound.
func WrongMethod(c *gin.Context) {
	Refuse(c, &Refusal{Status: http.StatusMethodNotAllowed, Msg: c.Request.URL.Path + " does not know " + c.Request.Method})
}
