package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// requestIDHeader names a request to its client, in the log and in problems.
const requestIDHeader = "X-Request-ID"

var requestID = regexp.MustCompile(`^[A-Za-z0-9._-]{8,64}$`)

type requestIDKey struct{}

// RequestIDOf is the id of the request that a context belongs to.
func RequestIDOf(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// Identify gives each request an id: the client's own, if it is one, or a new one.
func Identify() gin.HandlerFunc {
	return func(c *gin.Context) {
		id := c.GetHeader(requestIDHeader)
		if !requestID.MatchString(id) {
			id = uuid.NewString()
		}
		c.Header(requestIDHeader, id)
		c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), requestIDKey{}, id))
	}
}

// Log writes one line for each request. It names the route's template and never the path, the query or a body: they hold
// personal data. Actor and address are there, since who did what, and from where, must be found out (ASVS 16.2.1); what else is of
// weight for that, note adds.
func Log(logger *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), notesKey{}, new(notes)))
		begin := time.Now()
		aborted := true // unless the handlers return
		defer func() { logRequest(logger, c, time.Since(begin), aborted) }()
		c.Next()
		aborted = false
	}
}

func logRequest(logger *slog.Logger, c *gin.Context, took time.Duration, aborted bool) {
	ctx, status, level := c.Request.Context(), c.Writer.Status(), slog.LevelInfo
	attributes := []slog.Attr{
		slog.String("request_id", RequestIDOf(ctx)), slog.String("method", methodOf(c.Request)), slog.String("route", routeOf(c)),
		slog.Int("status", status), slog.Float64("duration_ms", float64(took.Microseconds())/1000), slog.Int("bytes", max(0, c.Writer.Size())),
		slog.String("actor", ActorOf(ctx)), slog.String("address", c.ClientIP()),
	}
	if n, is := ctx.Value(notesKey{}).(*notes); is {
		n.mutex.Lock()
		attributes = append(attributes, n.attributes...)
		n.mutex.Unlock()
	}
	if aborted {
		attributes = append(attributes, slog.Bool("aborted", true))
	}
	if err := c.Errors.ByType(gin.ErrorTypePrivate).Last(); err != nil {
		level = slog.LevelError
		attributes = append(attributes, slog.String("error", err.Error()))
		if p, is := errors.AsType[*panicked](err.Err); is {
			attributes = append(attributes, slog.String("stack", string(p.stack)))
		}
	}
	logger.LogAttrs(context.WithoutCancel(ctx), level, "request", attributes...)
}

// routeOf is the template of a route, such as /api/v1/partners/:id.
func routeOf(c *gin.Context) string {
	if route := c.FullPath(); route != "" {
		return route
	}
	return "none"
}

// methodOf is a method, of which there are only a few: what clients invent counts as one.
func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "OTHER"
}

// Secure sets the headers that keep browsers from doing more with an answer than it is for. What has an ETag may be kept if it
// is asked for again each time; everything else is not kept at all (see etag.go).
func Secure() gin.HandlerFunc {
	return func(c *gin.Context) {
		h := c.Writer.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Cache-Control", "no-store")
	}
}
