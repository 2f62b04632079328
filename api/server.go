package api

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"upline/internal/fault"
	"upline/internal/period"
)

const (
	headerTerm = 10 * time.Second // a client may take to send its headers
	idleTerm   = 2 * time.Minute  // a connection may wait for the next request
	bodyTerm   = 10 * time.Minute // a client may take to send all of a request: imports are large
	headerMax  = 64 << 10         // bytes of headers
	drainTerm  = 20 * time.Second // requests may take to end when the server stops
	noticeTerm = 2 * time.Second  // load balancers may take to see that the server stops
)

// Config is what a server is put together from. All of it must be given where nothing else is said.
type Config struct {
	Contract *Contract
	// Routes registers the handlers of the contract's operations.
	Routes func(router gin.IRouter)
	Tokens Tokens
	// Today is the day, which decides what is allowed; nil: that of time.Now here.
	Today func() period.Day
	// Sessions lets people in by a browser, and Users knows them and their machines; nil: there are none but Tokens. Origins is what
	// sessions need besides; PublicURL is where browsers find the server.
	Sessions  *Sessions
	Users     Users
	Origins   *Origins
	PublicURL string
	// Actors and Addresses limit how often an actor may ask, and an address where nobody is known.
	Actors, Addresses Limit
	// TrustedProxies are the networks whose X-Forwarded-For is believed; nil: none.
	TrustedProxies []string
	Idempotency    Idempotency
	Health         *Health
	Metrics        *Metrics
	Tracing        *Tracing
	Log            *slog.Logger
	// Background runs as long as the server takes requests, such as Hub.Run and Idempotency.Sweep; may be nil.
	Background []func(ctx context.Context)
	// Notice is how long the server still takes requests after it has said that it is not ready any more, and Drain how long
	// those may take that are under way; 0: two seconds, and twenty.
	Notice, Drain time.Duration
}

// Server answers HTTP.
type Server struct {
	config Config
	engine *gin.Engine
}

// open are the routes that need no token.
var open = map[string]bool{"/healthz": true, docsPath: true, contractPath: true, problemPath + ":name": true}

// NewServer puts a server together.
//
// Errors: Invalid when the trusted proxies cannot be understood.
func NewServer(c Config) (*Server, error) {
	if c.Notice == 0 {
		c.Notice = noticeTerm
	}
	if c.Drain == 0 {
		c.Drain = drainTerm
	}
	if c.Today == nil {
		c.Today = func() period.Day { return period.DayOf(time.Now(), time.Local) }
	}
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.HandleMethodNotAllowed = true
	e.ContextWithFallback = true // so that a handler's context is the request's
	e.RedirectTrailingSlash = false
	if err := e.SetTrustedProxies(c.TrustedProxies); err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Op: "server", Msg: "the trusted proxies are not networks such as 10.0.0.0/8", Err: err}
	}
	// Each needs those before it: what is refused has an id, is logged and counted; limits know who asks; a key is taken only
	// by a request that could be carried out.
	e.Use(
		Identify(), Log(c.Log), c.Metrics.Count(), c.Tracing.Middleware(), Recover(), Secure(), Harden(c.PublicURL), Deadline(),
		RequireTLS(c.PublicURL), Authenticate(c.Tokens), Machines(c.Users),
	)
	if c.Sessions != nil {
		e.Use(c.Origins.Handler(), c.Sessions.Resume())
	}
	e.Use(
		RateLimit(c.Actors, c.Addresses, nil), c.Contract.UnlessPublic(RequireActor(func(route string) bool { return open[route] })),
		c.Contract.DemandSecondFactor(), c.Contract.Permit(c.Today), c.Contract.LimitBodies(), c.Contract.Admit(), c.Contract.Check(), c.Contract.RequireSecondFactor(c.Sessions),
		c.Contract.RequireMatch(), c.Idempotency.Handler(c.Contract),
	)
	e.NoRoute(NotFound)
	e.NoMethod(WrongMethod)
	e.GET("/healthz", Live)
	docs, err := NewDocs(c.Contract)
	if err != nil {
		return nil, err
	}
	docs.register(e)
	c.Routes(e)
	return &Server{c, e}, nil
}

// Operators answers what is for operators alone, on a listener of its own: see Operators.
func (s *Server) Operators() http.Handler { return Operators(s.config.Health, s.config.Metrics) }

// Handler is the whole server as a handler, for tests.
func (s *Server) Handler() http.Handler { return s.engine }

// Run answers on a listener until the context ends, and then stops in order: it says that it is not ready, waits until load
// balancers have seen it, ends what runs in the background, such as streams of events, and lets requests end. It returns nil
// if they all did.
//
// Errors: Unavailable when the listener fails, or requests had to be cut off.
func (s *Server) Run(ctx context.Context, listener net.Listener) error {
	background, stopBackground := context.WithCancel(context.WithoutCancel(ctx))
	defer stopBackground()
	var running sync.WaitGroup
	for _, work := range s.config.Background {
		running.Go(func() { work(background) })
	}
	server := &http.Server{
		Handler: s.engine, ReadHeaderTimeout: headerTerm, ReadTimeout: bodyTerm, IdleTimeout: idleTerm, MaxHeaderBytes: headerMax,
		ErrorLog: slog.NewLogLogger(s.config.Log.Handler(), slog.LevelWarn), // answers have a deadline each (see Deadline)
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		stopBackground()
		running.Wait()
		return &fault.Error{Kind: fault.Unavailable, Op: "server", Msg: "the listener has failed", Err: err}
	case <-ctx.Done():
	}
	s.config.Health.Drain()
	time.Sleep(s.config.Notice)
	stopBackground()
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.config.Drain)
	defer cancel()
	err := server.Shutdown(drain)
	if err != nil {
		_ = server.Close()
	}
	running.Wait()
	if served := <-failed; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	if err = errors.Join(err, s.config.Tracing.Shutdown(drain)); err != nil {
		return &fault.Error{Kind: fault.Unavailable, Op: "server", Msg: "not everything ended in time", Err: err}
	}
	return nil
}
