package main

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"upline/api"
	"upline/documents"
	"upline/graph"
	"upline/graph/accounts"
	"upline/internal/fault"
	"upline/jobs"
)

// workCommand does jobs.
type workCommand struct {
	concurrencyFlag
	workersFlag
	Listen string `env:"UPLINE_WORK_LISTEN" placeholder:"HOST:PORT" help:"Answer /healthz and /metrics here, for who watches over processes. Default: nowhere."`
}

// concurrencyFlag says how many jobs are done at the same time.
type concurrencyFlag struct {
	Concurrency int `default:"4" env:"UPLINE_CONCURRENCY" placeholder:"N" help:"How many jobs to do at the same time. Default: 4."`
}

// Help is what work --help says besides the flags.
func (workCommand) Help() string {
	return `Does jobs until it is told to stop (SIGTERM), on as many machines as wanted: jobs wait in Redis, and what they are is in Neo4j,
so Redis may lose them all. A worker that dies leaves its jobs to the others after half a minute; one that is told to stop puts
them back at once.

SMTP_URL (smtp://user:password@host:587) and MAIL_FROM let it send mails, MAIL_LANGUAGE (en, de) says in which language.
Links in mails begin with UPLINE_PUBLIC_URL (default http://localhost:8080). UPLINE_ALERT_TO is written to when a job has failed for good, UPLINE_NOTIFY_TO when a run is posted. UPLINE_BACKUP_CRON says when
what has changed is written to the journal (default: every minute). UPLINE_CHECK_CRON says when documents are read and compared with their
hashes and locks (default: 1:15 each night): at most UPLINE_CHECK_GIB of them (default: 50), so that each has its turn within
UPLINE_CHECK_DAYS (default: 90). UPLINE_LARGE_READS is how many large reads, such as a settlement's, are
under way in Neo4j at the same time (default: 1, which leaves it to those who wait for an answer; 3 is as fast as two cores go).
UPLINE_EVIDENCE_CACHE is how long evidence that was fetched stays on this machine's disk after its last use (default: 24h; 0: not at all).
UPLINE_INBOX_FOLDER is a folder that is watched, such as a scanner's: what has not changed there for some seconds is taken into the inbox and
moved to its folder done, or to refused, with a text that says why. Whoever can write there is believed to be allowed to file documents.` + storeHelp + joinHelp + deskHelp
}

// workEnvironment is what a worker needs besides the stores.
type workEnvironment struct {
	SMTPURL    string `env:"SMTP_URL"`
	MailFrom   string `env:"MAIL_FROM"`
	Language   string `env:"MAIL_LANGUAGE" envDefault:"en"`
	AlertTo    string `env:"UPLINE_ALERT_TO"`
	NotifyTo   string `env:"UPLINE_NOTIFY_TO"`
	BackupCron string `env:"UPLINE_BACKUP_CRON" envDefault:"* * * * *"`
	JoinCron   string `env:"UPLINE_JOIN_CRON" envDefault:"*/5 * * * *"`
	CheckCron  string `env:"UPLINE_CHECK_CRON" envDefault:"15 1 * * *"`
	CheckGiB   int64  `env:"UPLINE_CHECK_GIB" envDefault:"50"`
	CheckDays  int    `env:"UPLINE_CHECK_DAYS" envDefault:"90"`
	PublicURL  string `env:"UPLINE_PUBLIC_URL" envDefault:"http://localhost:8080"`
	Inbox      string `env:"UPLINE_INBOX_FOLDER"`
}

// Run works until the context ends.
func (c *workCommand) Run(ctx context.Context, m *Main) error {
	return m.withStores(ctx, func(s stores) error {
		worker, err := m.worker(s, c.Concurrency, c.Workers.count())
		if err != nil {
			return err
		}
		client, err := api.OpenRedis(s.RedisURL, s.authorities)
		if err != nil {
			return err
		}
		defer client.Close()
		worker.Sessions = api.UserSessions{Store: api.NewRedisSessions(client), Now: m.now}
		if c.Listen != "" {
			metrics := api.NewMetrics()
			worker.Observe = metrics.Job
			stop, err := answerOperators(c.Listen, api.Operators(nil, metrics), worker.Log)
			if err != nil {
				return err
			}
			defer stop()
		}
		return worker.Run(ctx)
	})
}

// stores are what a service stands on.
type stores struct {
	environment
	graph   *graph.Store
	archive *documents.Archive
}

// withStores runs work with all stores.
func (m *Main) withStores(ctx context.Context, work func(s stores) error) error {
	e, err := readEnvironment()
	if err != nil {
		return err
	}
	if e.RedisURL == "" {
		return fault.Invalidf("", "REDIS_URL is not set%s", howToSet)
	}
	cache := "" // without a home, nothing is kept
	if home, err := os.UserCacheDir(); err == nil && e.EvidenceTerm > 0 {
		cache = filepath.Join(home, "upline", "evidence")
	}
	archive, err := m.openArchive(ctx, e, cache)
	if err != nil {
		return err
	}
	store, err := m.openGraph(ctx, e, e.LargeReads)
	if err != nil {
		return err
	}
	defer store.Close(context.WithoutCancel(ctx))
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go archive.TidyAlways(ctx)
	return work(stores{e, store, archive})
}

// worker is a worker as the environment wants it.
func (m *Main) worker(s stores, concurrency, workers int) (*jobs.Worker, error) {
	e, err := settings[workEnvironment]()
	if err != nil {
		return nil, err
	}
	w := &jobs.Worker{
		Graph: s.graph, Archive: s.archive, Redis: s.RedisURL, Authorities: s.authorities, Concurrency: concurrency, Workers: workers, FourEyes: s.FourEyes,
		Alert: e.AlertTo, Notify: e.NotifyTo, Schedules: jobs.Schedules(e.BackupCron), Log: m.log(),
		PublicURL: strings.TrimRight(e.PublicURL, "/"),
	}
	if w.Registrations, err = m.registrations(s.graph); err != nil {
		return nil, err
	}
	if w.Desk, err = m.desk(s.graph, s.archive, w.Registrations, s.spool()); err != nil {
		return nil, err
	}
	if e.Inbox != "" {
		if info, err := os.Stat(e.Inbox); err != nil || !info.IsDir() {
			return nil, fault.Invalidf("", "UPLINE_INBOX_FOLDER is %s, which is no folder: make it, or name another", e.Inbox)
		}
		w.Folder = &jobs.Folder{Path: e.Inbox, Desk: w.Desk, Log: w.Log}
	}
	users, err := accounts.New(s.graph.Store, nil)
	if err != nil {
		return nil, err
	}
	w.Sight, w.Procedures = m.sightOf(users), m.procedures(users, w.Registrations != nil)
	if e.CheckGiB <= 0 || e.CheckDays <= 0 {
		return nil, fault.Invalidf("", "UPLINE_CHECK_GIB is %d, UPLINE_CHECK_DAYS %d: write more than 0", e.CheckGiB, e.CheckDays)
	}
	w.Schedules = append(w.Schedules, jobs.KeepingSchedules(e.CheckCron, e.CheckGiB<<30, e.CheckDays)...)
	if w.Registrations != nil {
		w.Schedules = append(w.Schedules, jobs.RegistrationSchedule(e.JoinCron))
	}
	if e.SMTPURL != "" {
		if w.Mailer, err = jobs.NewMailer(e.SMTPURL, e.MailFrom, e.Language); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// log writes what happens, a JSON object on each line.
func (m *Main) log() *slog.Logger { return slog.New(slog.NewJSONHandler(m.Stderr, nil)) }

// answerOperators answers on an address until it is stopped.
func answerOperators(address string, handler http.Handler, log *slog.Logger) (stop func(), err error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Msg: "cannot listen for operators on " + address + ": name another address", Err: err}
	}
	log.Info("listening for operators", "address", listener.Addr().String())
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	go func() { _ = server.Serve(listener) }()
	return func() { _ = server.Close() }, nil
}
