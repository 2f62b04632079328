package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/documents"
	"upline/documents/creditnote"
	"upline/documents/paper"
	"upline/documents/retention"
	"upline/graph"
	"upline/graph/dms"
	"upline/graph/joining"
	"upline/graph/registrations"
	"upline/jobs"
)

// write is a worker that writes documents until it is told to stop. Of persons it knows what it makes up from their numbers, since partners
// who were imported have none; or it knows nobody.
func write(persons bool) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	store, err := graph.Open(ctx, graphConfig())
	if err != nil {
		return err
	}
	defer store.Close(context.WithoutCancel(ctx))
	archive, err := documents.Open(ctx, documents.Config{
		Endpoint: os.Getenv("S3_ENDPOINT"), AccessKey: os.Getenv("S3_ACCESS_KEY"), SecretKey: os.Getenv("S3_SECRET_KEY"), Bucket: "upline",
		Cache: filepath.Join(os.TempDir(), "upline-bench-evidence"), CacheTerm: time.Hour,
	})
	if err != nil {
		return err
	}
	head, err := paper.Default()
	if err != nil {
		return err
	}
	numbers, err := creditnote.Numbers("G", 6)
	if err != nil {
		return err
	}
	desk := &jobs.Desk{
		Archive: archive, Documents: dms.New(store), Head: head, Rules: retention.ByLaw(), Numbers: numbers, Zone: time.Local, PayDays: 14, Language: "de",
	}
	if persons {
		desk.Persons = madeUp
	}
	worker := &jobs.Worker{
		Graph: store, Archive: archive, Redis: os.Getenv("REDIS_URL"), Concurrency: 1, Workers: runtime.NumCPU(), Desk: desk,
		Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
	}
	return worker.Run(ctx)
}

// madeUp are persons for partners, of all tax statuses in turn.
func madeUp(_ context.Context, partners []string) (map[string][]registrations.Dated, error) {
	persons := map[string][]registrations.Dated{}
	birth := "1990-01-31"
	for _, partner := range partners {
		country, tax := "DE", joining.Tax{Status: joining.Private}
		switch partner[len(partner)-1] % 4 {
		case 0:
			tax = joining.Tax{Status: joining.Regular, VATID: "DE136695976"}
		case 1:
			tax = joining.Tax{Status: joining.SmallBusiness, Number: "12/345/67890"}
		case 2:
			country, tax = "AT", joining.Tax{Status: joining.Foreign, VATID: "ATU13585627"}
		}
		persons[partner] = []registrations.Dated{{Recorded: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), Person: registrations.Person{
			Partner: partner, Birth: &birth, Tax: &tax, Bank: &joining.Bank{IBAN: "DE02120300000000202051"},
			Contact: &registrations.Contact{
				Given: "Änne", Family: partner, Language: "de", Email: partner + "@example.com",
				Address: joining.Address{Street: "Äußere Ringstraße 12", PostalCode: "10115", City: "Berlin", Country: country},
			},
		}}}
	}
	return persons, nil
}

// bareRows asks the database itself.
func bareRows(ctx context.Context, query string, params map[string]any) (rows [][]any, err error) {
	config := graphConfig()
	driver, err := neo4j.NewDriverWithContext(config.URI, neo4j.BasicAuth(config.User, config.Password, ""))
	if err != nil {
		return nil, err
	}
	defer driver.Close(ctx)
	result, err := neo4j.ExecuteQuery(ctx, driver, query, params, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithReadersRouting())
	if err != nil {
		return nil, err
	}
	for _, record := range result.Records {
		rows = append(rows, record.Values)
	}
	return rows, nil
}
