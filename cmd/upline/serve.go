package main

import (
	"context"
	"net"
	"time"

	"github.com/redis/go-redis/v9"

	"upline/api"
	"upline/internal/fault"
	"upline/jobs"
)

// serveCommand answers HTTP.
type serveCommand struct {
	concurrencyFlag
	workersFlag
	Listen string `default:"127.0.0.1:8080" env:"UPLINE_LISTEN" placeholder:"HOST:PORT" help:"Where to answer. Default: 127.0.0.1:8080."`
	// Operators is a listener that the public does not reach.
	Operators string `name:"operator-listen" default:"127.0.0.1:8081" env:"UPLINE_OPERATOR_LISTEN" placeholder:"HOST:PORT" help:"Where to answer /readyz and /metrics, which are for operators alone. Default: 127.0.0.1:8081."`
	All       bool   `help:"Do jobs in this process, too, as work does."`
}

// Help is what serve --help says besides the flags.
func (serveCommand) Help() string {
	return `Answers the REST API at /api/v1, and its documentation at /api/docs, until it is told to stop (SIGTERM). /healthz
says that it lives. Which stores are up (/readyz) and what it has done (/metrics) is for operators alone: it is answered at
UPLINE_OPERATOR_LISTEN, which is this machine unless you open it to a load balancer or to Prometheus. Jobs are done by upline
work, or here with --all.

Users log in by UPLINE_PUBLIC_URL, where browsers find the service (default http://localhost:8080). Where there is no user yet,
upline user first shows the link of the first administrator. UPLINE_SECRET, of 32 bytes or more, is what secrets of authenticator
apps are encrypted by; whoever loses it loses them. UPLINE_COMPANY is the name that apps show (default: UPLINE_COMPANY_NAME),
UPLINE_ORIGINS other sites that may send requests. UPLINE_OIDC_ISSUER, UPLINE_OIDC_CLIENT and UPLINE_OIDC_SECRET name a provider by which users log in, too.
UPLINE_OIDC_ALGORITHMS says by what it may sign (default: ES256,EdDSA,PS256), and UPLINE_OIDC_SECOND_FACTOR by which claims it vouches for a
second factor (amr=mfa; default: none). Staff need a second factor; UPLINE_PARTNERS_SECOND_FACTOR=true demands one of partners, too.
UPLINE_TOKENS are tokens of operators, who may everything: name=token, parted by commas; ./stack up makes both up.

UPLINE_RATE_LIMIT is how many requests a second everybody may send (default 100; 0: as many as they like). UPLINE_PROXIES names the
networks of trusted proxies. Traces go where OTEL_EXPORTER_OTLP_ENDPOINT says. UPLINE_LARGE_READS is what it is for upline work.
UPLINE_NEWCOMER_LIMIT is how often an hour one address may send a registration, ask for a link, look at an invitation or state a
withdrawal (default 60).` + storeHelp + joinHelp + deskHelp
}

// serveEnvironment is what a server needs besides the stores.
type serveEnvironment struct {
	Tokens    string   `env:"UPLINE_TOKENS"`
	RateLimit float64  `env:"UPLINE_RATE_LIMIT" envDefault:"100"`
	Proxies   []string `env:"UPLINE_PROXIES"`
	Newcomers float64  `env:"UPLINE_NEWCOMER_LIMIT" envDefault:"60"`
}

// newcomers is how often an address may send a form, ask for a link, look at an invitation or state a withdrawal: so many times an hour.
func (e serveEnvironment) newcomers() api.Limit {
	return api.Limit{PerSecond: e.Newcomers / 3600, Burst: max(1, int(e.Newcomers/3))}
}

// Run serves until the context ends.
func (c *serveCommand) Run(ctx context.Context, m *Main) error {
	e, err := settings[serveEnvironment]()
	if err != nil {
		return err
	}
	return m.withStores(ctx, func(s stores) error {
		queue, err := jobs.NewQueue(s.RedisURL, s.authorities)
		if err != nil {
			return err
		}
		defer queue.Close()
		metrics := api.NewMetrics()
		client, err := api.OpenRedis(s.RedisURL, s.authorities)
		if err != nil {
			return err
		}
		defer client.Close()
		config, err := m.apiConfig(ctx, e, s, queue, client, metrics)
		if err != nil {
			return err
		}
		if c.All {
			worker, err := m.worker(s, c.Concurrency, c.Workers.count())
			if err != nil {
				return err
			}
			worker.Observe = metrics.Job
			config.Background = append(config.Background, func(ctx context.Context) {
				if err := worker.Run(ctx); err != nil {
					worker.Log.Error("the worker has ended", "error", err)
				}
			})
		}
		return m.answer(ctx, c.Listen, c.Operators, config)
	})
}

// answer answers on an address, and operators on another, until the context ends.
func (m *Main) answer(ctx context.Context, address, operators string, config api.Config) error {
	server, err := api.NewServer(config)
	if err != nil {
		return err
	}
	stop, err := answerOperators(operators, server.Operators(), config.Log)
	if err != nil {
		return err
	}
	defer stop()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return &fault.Error{Kind: fault.Invalid, Msg: "cannot listen on " + address + ": name another address with --listen", Err: err}
	}
	config.Log.Info("listening", "address", listener.Addr().String())
	if m.Listening != nil {
		m.Listening(listener.Addr().String())
	}
	return server.Run(ctx, listener)
}

// apiConfig puts the API together.
func (m *Main) apiConfig(ctx context.Context, e serveEnvironment, s stores, queue *jobs.Queue, client *redis.Client, metrics *api.Metrics) (api.Config, error) {
	tokens, err := api.ParseTokens(e.Tokens)
	if err != nil {
		return api.Config{}, err
	}
	contract, err := api.LoadContract(api.ContractText)
	if err != nil {
		return api.Config{}, err
	}
	tracing, err := api.NewTracing(ctx)
	if err != nil {
		return api.Config{}, err
	}
	online, err := m.registrations(s.graph)
	if err != nil {
		return api.Config{}, err
	}
	desk, err := m.desk(s.graph, s.archive, online, s.spool())
	if err != nil {
		return api.Config{}, err
	}
	settlement := &jobs.Settlement{Graph: s.graph, Archive: s.archive, Workers: 1, FourEyes: s.FourEyes}
	events := api.NewHub(api.JobEvents(s.graph), 0, metrics.Listeners)
	resources := &api.Resources{
		Graph: s.graph, Settlement: settlement, Explanations: &jobs.Explanations{Settlement: settlement}, Queue: queue, Events: events,
		Now: m.now, Zone: time.Local, Registrations: online, Newcomers: e.newcomers(), Desk: desk,
	}
	idempotency := api.Idempotency{Graph: s.graph, Spool: s.spool()}
	config := api.Config{
		Contract: contract, Routes: resources.Routes, Today: resources.Today, Tokens: tokens, TrustedProxies: e.Proxies, Idempotency: idempotency,
		Actors: limitOf(e.RateLimit), Addresses: limitOf(e.RateLimit / 10), Metrics: metrics, Tracing: tracing, Log: m.log(),
		Health: api.NewHealth(map[string]api.Probe{
			"neo4j":        s.graph.Ping,
			"redis":        func(context.Context) error { return queue.Ping() },
			"object store": s.archive.Ping,
		}, m.log()),
		Background: []func(ctx context.Context){events.Run, idempotency.Sweep},
	}
	return config, m.letIn(ctx, s, client, &config, resources)
}

// limitOf allows so many requests a second, and ten times as many at once; 0: as many as anybody can send.
func limitOf(perSecond float64) api.Limit {
	if perSecond <= 0 {
		perSecond = 1e8
	}
	return api.Limit{PerSecond: perSecond, Burst: max(1, int(10*perSecond))}
}
