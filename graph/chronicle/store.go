package chronicle

import (
	"context"
	"crypto/x509"
	"errors"
	"strings"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
	"golang.org/x/sync/semaphore"

	"upline/internal/fault"
	"upline/internal/host"
)

// Config says where the database is.
type Config struct {
	URI, User, Password string
	// Authorities are those who are trusted besides the system's, where the address is one of TLS; nil: nobody.
	Authorities *x509.CertPool
	// Now tells the time; nil: time.Now.
	Now func() time.Time
	// Step, if given, is called before and after each writing transaction, with its name and "before" or "after". Tests
	// let the process die there.
	Step func(name, when string)
	// Patience is how long a transaction is tried again when the database fails or does not answer; 0: a minute.
	Patience time.Duration
	// LeaseTerm is after how long the lease of a process that has died ends; 0: ten seconds.
	LeaseTerm time.Duration
	// TransactionTerm is after how long the database ends a writing transaction, so that a process that is stopped in the
	// middle of one does not keep its locks for ever; 0: a minute.
	TransactionTerm time.Duration
	// LargeReads is how many chunks of snapshots and copies are read at the same time; 0: three, as fast as it goes on two cores. One
	// leaves the database to those who wait for an answer.
	LargeReads int
}

// Store is a database that remembers.
type Store struct {
	Driver   neo4j.DriverWithContext
	Config   Config
	stripe   atomic.Uint32
	counters counters
	large    *semaphore.Weighted // of large reads
}

// Open connects to the database.
//
// Errors: Invalid when the address cannot be understood or the password is refused; Unavailable when nothing answers.
func Open(ctx context.Context, c Config) (*Store, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Step == nil {
		c.Step = func(string, string) {}
	}
	if c.Patience == 0 {
		c.Patience = time.Minute
	}
	if c.LeaseTerm == 0 {
		c.LeaseTerm = 10 * time.Second
	}
	if c.TransactionTerm == 0 {
		c.TransactionTerm = time.Minute
	}
	if c.LargeReads == 0 {
		c.LargeReads = LargeReads
	}
	driver, err := neo4j.NewDriverWithContext(c.URI, neo4j.BasicAuth(c.User, c.Password, ""), func(o *config.Config) {
		o.ConnectionAcquisitionTimeout = c.Patience / 2
		o.SocketConnectTimeout = 5 * time.Second
		o.MaxConnectionPoolSize = 100
		o.TelemetryDisabled = true
		o.TlsConfig = host.TLS("", c.Authorities)
	})
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Op: "graph", Msg: "NEO4J_URI " + c.URI + " is not an address of Neo4j: write bolt://host:port", Err: err}
	}
	s := &Store{Driver: driver, Config: c, large: semaphore.NewWeighted(int64(c.LargeReads))}
	if err := driver.VerifyConnectivity(ctx); err != nil {
		_ = driver.Close(ctx)
		return nil, s.FaultOf("graph", err)
	}
	return s, nil
}

// Close ends all connections.
func (s *Store) Close(ctx context.Context) error { return s.Driver.Close(ctx) }

// Ping says whether the database answers, and has the schema.
//
// Errors: Unavailable when it does not answer; Conflict when it lacks migrations.
func (s *Store) Ping(ctx context.Context) error {
	migrations, err := s.Migrations(ctx)
	if err != nil {
		return err
	}
	for _, migration := range migrations {
		if migration.Applied.IsZero() {
			return fault.Conflictf("graph", "the database lacks migration %s: run upline migrate", migration.Name)
		}
	}
	return nil
}

// Time is the time of the machine, as exact as the database keeps it.
func (s *Store) Time() time.Time { return Moment(s.Config.Now().Truncate(time.Microsecond)) }

// FaultOf translates an error of the driver. Errors that have a kind keep it.
func (s *Store) FaultOf(op string, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	if _, ok := errors.AsType[fault.Findings](err); ok {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if db, ok := errors.AsType[*neo4j.Neo4jError](err); ok {
		return faultOfServer(op, db)
	}
	if neo4j.IsConnectivityError(err) || neo4j.IsTransactionExecutionLimit(err) {
		return &fault.Error{Kind: fault.Unavailable, Op: op, Msg: "Neo4j at " + s.Config.URI + " does not answer", Err: err}
	}
	return &fault.Error{Kind: fault.Internal, Op: op, Msg: "a query failed", Err: err}
}

func faultOfServer(op string, err *neo4j.Neo4jError) error {
	switch {
	case err.IsAuthenticationFailed():
		return &fault.Error{Kind: fault.Invalid, Op: op, Msg: "Neo4j refuses the password: set NEO4J_USER and NEO4J_PASSWORD", Err: err}
	case err.Code == "Neo.ClientError.Schema.ConstraintValidationFailed":
		return &fault.Error{Kind: fault.Conflict, Op: op, Msg: "somebody else has recorded that already", Err: err}
	case strings.Contains(err.Code, "TransactionTimedOut"), strings.Contains(err.Code, "Terminated"):
		return &fault.Error{Kind: fault.Unavailable, Op: op, Msg: "the transaction took too long", Err: err}
	case err.Classification() == "TransientError":
		return &fault.Error{Kind: fault.Unavailable, Op: op, Msg: "Neo4j is too busy", Err: err}
	default:
		return &fault.Error{Kind: fault.Internal, Op: op, Msg: "a query failed", Err: err}
	}
}
