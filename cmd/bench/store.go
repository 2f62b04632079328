package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/internal/generate"
)

// stores measures what the database takes part in, on a stack of its own, which is empty at the beginning.
func (b *bench) stores(partners int) error {
	if os.Getenv("NEO4J_URI") == "" {
		return fmt.Errorf("NEO4J_URI is not set: run make bench, which starts a stack of its own")
	}
	if err := freshStack(); err != nil {
		return err
	}
	dir, err := b.generate(partners, generate.Random)
	if err != nil {
		return err
	}
	took, err := b.upline("import", "--data", dir)
	if err != nil {
		return err
	}
	b.row(fmt.Sprintf("import %s partners and as many orders into an empty store", count(partners)), "180 s", "%.0f s", took.Seconds())
	ctx := context.Background()
	config := graph.Config{Config: chronicle.Config{URI: os.Getenv("NEO4J_URI"), User: os.Getenv("NEO4J_USER"), Password: os.Getenv("NEO4J_PASSWORD")}}
	store, err := graph.Open(ctx, config)
	if err != nil {
		return err
	}
	defer store.Close(ctx)
	if err := b.snapshot(ctx, store, config, partners); err != nil {
		return err
	}
	took, err = b.upline("run", "settle", "--from", settled.String(), "--through", settled.String())
	if err != nil {
		return err
	}
	b.row(fmt.Sprintf("settle %s partners and orders from the store, from start to posted", count(partners)), "120 s", "%.0f s", took.Seconds())
	return b.pages(ctx, store)
}

// freshStack empties the stack that the benchmarks have for themselves.
func freshStack() error {
	command := exec.Command("./stack", "up", "--fresh")
	for _, variable := range os.Environ() {
		switch name, _, _ := strings.Cut(variable, "="); name {
		case "NEO4J_URI", "REDIS_URL", "S3_ENDPOINT": // which would name servers of somebody else's
		default:
			command.Env = append(command.Env, variable)
		}
	}
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("./stack up --fresh: %w\n%s", err, output)
	}
	return nil
}

// upline runs the command, and says how long it took.
func (b *bench) upline(args ...string) (time.Duration, error) {
	begin := time.Now()
	if output, err := exec.Command(b.command, args...).CombinedOutput(); err != nil {
		return 0, fmt.Errorf("upline %s: %w\n%s", strings.Join(args, " "), err, output)
	}
	return time.Since(begin), nil
}

// snapshot measures reading facts from the store beside a loop that reads the same lists, and does nothing with them.
func (b *bench) snapshot(ctx context.Context, store *graph.Store, config graph.Config, partners int) error {
	var snapshots, loops []time.Duration
	for range b.runs {
		w, err := store.Watermark(ctx)
		if err != nil {
			return err
		}
		begin := time.Now()
		s, err := store.Snapshot(ctx, w)
		if err != nil {
			return err
		}
		snapshots = append(snapshots, time.Since(begin))
		if len(s.Facts.Partners) != partners {
			return fmt.Errorf("the snapshot has %d partners, want %d", len(s.Facts.Partners), partners)
		}
		took, err := bareLoop(ctx, config, w.KnownAt)
		if err != nil {
			return err
		}
		loops = append(loops, took)
	}
	whole, bare := median(snapshots), median(loops)
	b.row(fmt.Sprintf("snapshot of %s partners and orders, against a bare loop that reads the same lists", count(partners)),
		"10 s, and at least 0.75 of the loop's speed", "%.1f s against %.1f s, %.2f of its speed", whole.Seconds(), bare.Seconds(), bare.Seconds()/whole.Seconds())
	return nil
}

// bareLoop reads the lists that a snapshot is made of, in as many sessions, and drops them.
func bareLoop(ctx context.Context, config graph.Config, knownAt time.Time) (time.Duration, error) {
	driver, err := neo4j.NewDriverWithContext(config.URI, neo4j.BasicAuth(config.User, config.Password, ""))
	if err != nil {
		return 0, err
	}
	defer driver.Close(ctx)
	read := func(query string, params map[string]any) ([]*neo4j.Record, error) {
		session := driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead})
		defer session.Close(ctx)
		result, err := session.Run(ctx, query, params)
		if err != nil {
			return nil, err
		}
		return result.Collect(ctx)
	}
	counters, err := read(cypher.CountersRead, nil)
	if err != nil {
		return 0, err
	}
	reached := map[string]int64{}
	for _, record := range counters {
		reached[record.Values[0].(string)] = record.Values[1].(int64)
	}
	begin := time.Now()
	type chunk struct {
		query string
		first int64
	}
	chunks := make(chan chunk)
	errs := make(chan error, chronicle.LargeReads)
	var readers sync.WaitGroup
	for range chronicle.LargeReads {
		readers.Go(func() {
			for c := range chunks {
				_, err := read(c.query, map[string]any{"first": c.first, "end": c.first + graph.ChunkNumbers, "knownAt": knownAt})
				if err != nil {
					errs <- err
					return
				}
			}
		})
	}
	for _, kind := range []struct{ query, sequence string }{
		{cypher.SnapshotPartners, "partner"},
		{cypher.SnapshotOrders, "order"},
		{cypher.SnapshotSponsorships, "sponsorship"},
		{cypher.SnapshotPlacements, "placement"},
		{cypher.SnapshotStatuses, "status"},
		{cypher.SnapshotCareers, "career"},
		{cypher.SnapshotCancellations, "cancellation"},
	} {
		for first := int64(0); first < reached[kind.sequence]; first += graph.ChunkNumbers {
			select {
			case chunks <- chunk{kind.query, first}:
			case err := <-errs:
				return 0, err
			}
		}
	}
	close(chunks)
	readers.Wait()
	return time.Since(begin), nil
}

// leaderRecruits is how many recruits the leader has whose pages are measured.
const leaderRecruits = 100_000

// pages measures what a screen asks of a leader with many recruits: pages of children with counts and volumes, and the
// leader's own. The recruits join the million that are there.
func (b *bench) pages(ctx context.Context, store *graph.Store) error {
	dir, err := b.star(leaderRecruits)
	if err != nil {
		return err
	}
	if _, err := b.upline("import", "--data", dir); err != nil {
		return err
	}
	forest, err := store.Forest(ctx, settled.End())
	if err != nil {
		return err
	}
	var times []time.Duration
	for i := range 1000 {
		order := []graph.ChildOrder{graph.ByVolume, graph.BySize, graph.ByID}[i%3]
		begin := time.Now()
		if _, err := forest.Look(leaderID); err != nil {
			return err
		}
		page, all, err := forest.Children(leaderID, order, (i*97)%leaderRecruits, 50)
		if err != nil {
			return err
		}
		times = append(times, time.Since(begin))
		if all != leaderRecruits || len(page) == 0 {
			return fmt.Errorf("a page of %d of %d recruits", len(page), all)
		}
	}
	slices.Sort(times)
	b.row("a page of a leader's 100,000 recruits with sub-tree counts and volumes, p99 of 1,000", "50 ms", "%.1f ms",
		float64(times[len(times)*99/100].Microseconds())/1000)
	begin := time.Now()
	member := graph.Registration{ID: "bench-newcomer", Name: "N", Joined: settled.End(), Sponsor: leaderID}
	if err := store.Register(ctx, member, graph.By{Actor: "bench", Within: graph.Everybody}); err != nil {
		return err
	}
	registered := time.Since(begin)
	begin = time.Now()
	if err := forest.Follow(ctx); err != nil {
		return err
	}
	b.row("the forest of a million in memory takes up a newcomer", "-", "%.1f s (registering took %.1f s, the first after a start)",
		time.Since(begin).Seconds(), registered.Seconds())
	return nil
}

const leaderID = "leader"

// star makes a bundle of a leader and recruits, under the plan of the others.
func (b *bench) star(recruits int) (string, error) {
	dir := b.scratch + "/leader"
	if err := os.MkdirAll(dir+"/plans", 0o755); err != nil {
		return "", err
	}
	entries, err := os.ReadDir(b.scratch + "/" + string(generate.Random) + "/plans")
	if err != nil {
		return "", err
	}
	for _, entry := range entries {
		text, err := os.ReadFile(b.scratch + "/" + string(generate.Random) + "/plans/" + entry.Name())
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(dir+"/plans/"+entry.Name(), text, 0o644); err != nil {
			return "", err
		}
	}
	var partners, orders strings.Builder
	partners.WriteString("id,name,joined,sponsor\n" + leaderID + ",Leader,2026-01-01,\n")
	orders.WriteString("id,partner,kind,placed_on,paid_on,points,cv\n")
	for i := range recruits {
		fmt.Fprintf(&partners, "recruit%06d,Recruit,2026-01-02,%s\n", i, leaderID)
		fmt.Fprintf(&orders, "leader-order%06d,recruit%06d,own,2026-01-10,2026-01-10,%d,10\n", i, i, i%1000)
	}
	if err := os.WriteFile(dir+"/partners.csv", []byte(partners.String()), 0o644); err != nil {
		return "", err
	}
	return dir, os.WriteFile(dir+"/orders.csv", []byte(orders.String()), 0o644)
}
