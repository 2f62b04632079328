package main

import (
	"context"
	"crypto/x509"
	"os"
	"os/user"
	"path/filepath"
	"time"

	"upline/documents"
	"upline/graph"
	"upline/graph/audit"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/jobs"
)

// environment says where the stores are: `./stack env` prints it.
type environment struct {
	Neo4jURI      string `env:"NEO4J_URI"`
	Neo4jUser     string `env:"NEO4J_USER" envDefault:"neo4j"`
	Neo4jPassword string `env:"NEO4J_PASSWORD"`
	S3Endpoint    string `env:"S3_ENDPOINT"`
	S3AccessKey   string `env:"S3_ACCESS_KEY"`
	S3SecretKey   string `env:"S3_SECRET_KEY"`
	S3Bucket      string `env:"S3_BUCKET" envDefault:"upline"`
	FourEyes      bool   `env:"UPLINE_FOUR_EYES"`
	RedisURL      string `env:"REDIS_URL"`
	RedisPassword string `env:"REDIS_PASSWORD"`                    // where the address has none
	LargeReads    int    `env:"UPLINE_LARGE_READS" envDefault:"1"` // of services: see chronicle.Config
	// The database into which a rehearsal restores.
	RehearsalURI      string        `env:"NEO4J_REHEARSAL_URI"`
	RehearsalUser     string        `env:"NEO4J_REHEARSAL_USER" envDefault:"neo4j"`
	RehearsalPassword string        `env:"NEO4J_REHEARSAL_PASSWORD"`
	Spool             string        `env:"UPLINE_SPOOL"`                           // where uploads lie until they are looked at
	EvidenceTerm      time.Duration `env:"UPLINE_EVIDENCE_CACHE" envDefault:"24h"` // that fetched evidence stays on the disk; 0: not at all
	// How the stores are spoken to: see way.go.
	AuthoritiesFile string `env:"UPLINE_STORE_CA"`
	PlainText       bool   `env:"UPLINE_PLAINTEXT_STORES"`
	authorities     *x509.CertPool
}

const howToSet = `: start the stores with ./stack up, and set where they are with eval "$(./stack env)"`

func readEnvironment() (environment, error) {
	e, err := settings[environment]()
	if err != nil {
		return e, err
	}
	if e.LargeReads < 1 {
		return e, fault.Invalidf("", "UPLINE_LARGE_READS is %d: write 1 or more", e.LargeReads)
	}
	if e.EvidenceTerm < 0 {
		return e, fault.Invalidf("", "UPLINE_EVIDENCE_CACHE is %v: write how long, such as 24h, or 0", e.EvidenceTerm)
	}
	if e.Neo4jURI == "" {
		return e, fault.Invalidf("", "NEO4J_URI is not set%s", howToSet)
	}
	return e, e.secure()
}

// openGraph connects to the database. One that is new gets its schema at once; one that lacks migrations has them applied by
// upline migrate, when its operator wants it. largeReads is that of chronicle.Config.
func (m *Main) openGraph(ctx context.Context, e environment, largeReads int) (*graph.Store, error) {
	store, err := graph.Open(ctx, graph.Config{JobSilence: m.JobSilence, Config: chronicle.Config{
		URI: e.Neo4jURI, User: e.Neo4jUser, Password: e.Neo4jPassword, Authorities: e.authorities, Step: m.Step, LeaseTerm: m.LeaseTerm, TransactionTerm: m.TransactionTerm,
		LargeReads: largeReads,
	}})
	if err != nil {
		return nil, err
	}
	if err := ready(ctx, store); err != nil {
		_ = store.Close(ctx)
		return nil, err
	}
	return store, nil
}

func ready(ctx context.Context, store *graph.Store) error {
	migrations, err := store.Migrations(ctx)
	if err != nil {
		return err
	}
	applied := 0
	for _, migration := range migrations {
		if !migration.Applied.IsZero() {
			applied++
		}
	}
	switch applied {
	case len(migrations):
		return nil
	case 0:
		_, err := store.Migrate(ctx)
		return err
	default:
		return fault.Conflictf("", "the database lacks %s: run upline migrate", counting(len(migrations)-applied, "migration"))
	}
}

// withGraph runs work with the database, behind a progress bar.
func (m *Main) withGraph(ctx context.Context, w workersFlag, work func(s *jobs.Settlement) error) error {
	e, err := readEnvironment()
	if err != nil {
		return err
	}
	return m.with(ctx, e, nil, w, work)
}

// withSettlement runs work with the database and the object store, behind a progress bar.
func (m *Main) withSettlement(ctx context.Context, w workersFlag, work func(s *jobs.Settlement) error) error {
	e, err := readEnvironment()
	if err != nil {
		return err
	}
	return m.withSettlementOf(ctx, e, w, work)
}

func (m *Main) withSettlementOf(ctx context.Context, e environment, w workersFlag, work func(s *jobs.Settlement) error) error {
	archive, err := m.openArchive(ctx, e, "")
	if err != nil {
		return err
	}
	return m.with(ctx, e, archive, w, work)
}

// openArchive connects to the object store. What is fetched stays in the folder cache, if one is named.
func (m *Main) openArchive(ctx context.Context, e environment, cache string) (*documents.Archive, error) {
	if e.S3Endpoint == "" {
		return nil, fault.Invalidf("", "S3_ENDPOINT is not set%s", howToSet)
	}
	return documents.Open(ctx, documents.Config{
		Endpoint: e.S3Endpoint, AccessKey: e.S3AccessKey, SecretKey: e.S3SecretKey, Bucket: e.S3Bucket, Authorities: e.authorities, Step: m.Step, Cache: cache, CacheTerm: e.EvidenceTerm, Spool: e.spool(),
	})
}

// spool is the folder for uploads: that of the environment, or one beside other caches, since temporary folders are often in memory.
func (e environment) spool() string {
	if e.Spool != "" {
		return e.Spool
	}
	home, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, "upline", "uploads")
}

func (m *Main) with(ctx context.Context, e environment, archive *documents.Archive, w workersFlag, work func(s *jobs.Settlement) error) error {
	store, err := m.openGraph(ctx, e, 0)
	if err != nil {
		return err
	}
	defer store.Close(context.WithoutCancel(ctx))
	bar := m.progress()
	defer bar.finish()
	return work(&jobs.Settlement{
		Graph: store, Archive: archive, Workers: w.Workers.count(), FourEyes: e.FourEyes,
		Progress: func(step string, done, of int) { bar.show(step, int64(done), max(1, int64(of))) },
	})
}

// actorFlag says who does something.
type actorFlag struct {
	By string `placeholder:"NAME" help:"Who does this: a name, or a user of Upline such as user:17. Default: the user of this machine."`
}

func (a actorFlag) by(reason string) graph.By {
	name := a.By
	if name == "" {
		name = "unknown"
		if u, err := user.Current(); err == nil {
			name = u.Username
		}
	}
	if actor, err := audit.ActorOf(name); err == nil { // otherwise the change refuses it
		name = actor.String()
	}
	return graph.By{Actor: name, Reason: reason, Within: graph.Everybody}
}
