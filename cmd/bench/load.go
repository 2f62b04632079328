package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"sync"
	"time"

	"upline/internal/generate"
)

// The load that the service is put under.
const (
	loadPartners  = 100_000
	loadPerSecond = 200
	loadToken     = "bench-token-of-thirty-two-characters"
	// loadPatience is after how long a request counts as failed.
	loadPatience = 10 * time.Second
)

// load measures the service with many asking at once, while it settles: a company of its own, a server and a worker.
func (b *bench) load(lasting time.Duration) error {
	if os.Getenv("NEO4J_URI") == "" {
		return fmt.Errorf("NEO4J_URI is not set: run make bench, which starts a stack of its own")
	}
	if err := freshStack(); err != nil {
		return err
	}
	dir, err := b.generate(loadPartners, generate.Random)
	if err != nil {
		return err
	}
	if _, err := b.upline("import", "--data", dir); err != nil {
		return err
	}
	s, err := b.startService()
	if err != nil {
		return err
	}
	defer s.stop()
	l := &loader{service: s, client: &http.Client{Timeout: loadPatience, Transport: &http.Transport{MaxIdleConnsPerHost: 200}}}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	settled := make(chan int)
	go func() { settled <- l.settleUntil(ctx) }()
	l.warm()
	usage := l.run(lasting)
	stop()
	return b.report(l, <-settled, usage, lasting)
}

// loader asks, and remembers how long answers took.
type loader struct {
	service *service
	client  *http.Client

	mutex  sync.Mutex
	reads  []time.Duration // from when the request was due
	writes []time.Duration
	failed []string
}

// warmAsks is how many requests come before the measured ones, while trees are read into memory and queries planned.
const warmAsks = 4000

// warm asks a few at a time, and forgets how long it took.
func (l *loader) warm() {
	var asking sync.WaitGroup
	for worker := range 4 {
		asking.Go(func() {
			for n := worker; n < warmAsks; n += 4 {
				l.ask(time.Now(), -1-n)
			}
		})
	}
	asking.Wait()
	l.reads, l.writes, l.failed = nil, nil, nil
}

// run asks at a steady pace, whether answers come or not, and samples what the service uses.
func (l *loader) run(lasting time.Duration) (samples []usage) {
	var asking sync.WaitGroup
	begin := time.Now()
	all := int(lasting.Seconds() * loadPerSecond)
	for n := range all {
		due := begin.Add(time.Duration(n) * time.Second / loadPerSecond)
		time.Sleep(time.Until(due))
		asking.Go(func() { l.ask(due, n) })
		if n%(5*loadPerSecond) == 0 {
			samples = append(samples, l.service.usage(l.client))
		}
	}
	asking.Wait()
	return samples
}

// ask sends one request of the mix.
func (l *loader) ask(due time.Time, n int) {
	random := rand.New(rand.NewPCG(1, uint64(n)))
	method, path, body := l.pick(random, n)
	_, status, err := l.exchange(method, path, body)
	took := time.Since(due)
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if err != nil || status >= 500 || status == http.StatusTooManyRequests {
		l.failed = append(l.failed, fmt.Sprintf("%s %s: %d, %v", method, path, status, err))
		return
	}
	if method == http.MethodGet {
		l.reads = append(l.reads, took)
	} else {
		l.writes = append(l.writes, took)
	}
}

// pick chooses a request: nine of ten read.
func (l *loader) pick(random *rand.Rand, n int) (method, path string, body any) {
	partner := fmt.Sprintf("P%07d", 1+random.IntN(loadPartners))
	switch share := random.IntN(100); {
	case share < 25:
		return "GET", "/partners/" + partner, nil
	case share < 35:
		return "GET", "/partners/" + partner + "/children?limit=50", nil
	case share < 42:
		return "GET", "/partners/" + partner + "/downline?limit=50&depth=5", nil
	case share < 50:
		return "GET", "/partners/" + partner + "/upline", nil
	case share < 58:
		return "GET", "/orders?partner=" + partner, nil
	case share < 66:
		return "GET", "/orders?limit=50", nil
	case share < 76:
		return "GET", "/partners?limit=50&sort=name", nil
	case share < 80:
		return "GET", "/partners?q=" + partner, nil
	case share < 84:
		return "GET", "/statements?partner=" + partner, nil
	case share < 88:
		return "GET", "/jobs?limit=20", nil
	case share < 90:
		return "GET", "/runs", nil
	case share < 97:
		return "POST", "/orders", map[string]any{
			"id": fmt.Sprintf("load-%d-%d", os.Getpid(), n), "partner": partner, "kind": "own", "placed_on": "2026-02-10", "paid_on": "2026-02-10", "points": "10", "cv": "10",
		}
	default:
		return "POST", "/partners", map[string]any{
			"id": fmt.Sprintf("load-%d-%d", os.Getpid(), n), "name": "Newcomer", "joined": "2026-02-10", "sponsor": partner,
		}
	}
}

// exchange sends a request, and reads the whole answer.
func (l *loader) exchange(method, path string, body any) (answer []byte, status int, err error) {
	var reader io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return nil, 0, err
		}
		reader = bytes.NewReader(text)
	}
	request, err := http.NewRequest(method, l.service.address+"/api/v1"+path, reader)
	if err != nil {
		return nil, 0, err
	}
	request.Header.Set("Authorization", "Bearer "+loadToken)
	request.Header.Set("Content-Type", "application/json")
	response, err := l.client.Do(request)
	if err != nil {
		return nil, 0, err
	}
	defer response.Body.Close()
	answer, err = io.ReadAll(response.Body)
	return answer, response.StatusCode, err
}

// settleUntil has runs computed and discarded one after the other, and says how many.
func (l *loader) settleUntil(ctx context.Context) (runs int) {
	for ctx.Err() == nil {
		if l.settle(ctx) {
			runs++
		}
		select {
		case <-ctx.Done():
		case <-time.After(200 * time.Millisecond):
		}
	}
	return runs
}

func (l *loader) settle(ctx context.Context) bool {
	var job struct{ ID, State string }
	answer, status, err := l.exchange("POST", "/runs", map[string]any{"period": settled.String()})
	if err != nil || status != http.StatusAccepted || json.Unmarshal(answer, &job) != nil {
		return false
	}
	for ctx.Err() == nil && (job.State == "queued" || job.State == "running") {
		time.Sleep(200 * time.Millisecond)
		if answer, _, err = l.exchange("GET", "/jobs/"+job.ID, nil); err == nil {
			_ = json.Unmarshal(answer, &job)
		}
	}
	var runs struct{ Items []struct{ ID string } }
	answer, _, err = l.exchange("GET", "/runs?state=computed", nil)
	if err != nil || json.Unmarshal(answer, &runs) != nil {
		return false
	}
	for _, run := range runs.Items {
		if request := map[string]any{"reason": "another one under load"}; run.ID != "" {
			_, _, _ = l.exchange("POST", "/runs/"+run.ID+"/discard", request)
		}
	}
	return job.State == "done"
}

// report adds the rows.
func (b *bench) report(l *loader, runs int, samples []usage, lasting time.Duration) error {
	all := len(l.reads) + len(l.writes) + len(l.failed)
	if len(l.reads) == 0 || len(l.writes) == 0 || runs == 0 {
		return fmt.Errorf("%d requests, %d of them failed, %d settlements: nothing to measure; such as %q", all, len(l.failed), runs, l.failed[:min(3, len(l.failed))])
	}
	milliseconds := func(times []time.Duration, share int) float64 {
		slices.Sort(times)
		return float64(times[(len(times)-1)*share/1000].Microseconds()) / 1000
	}
	b.row(fmt.Sprintf("%d requests a second to a company of %s for %s, while %d settlements run beside them: reads, median and p99", loadPerSecond, count(loadPartners), lasting, runs),
		"p99 500 ms", "%.1f ms and %.0f ms", milliseconds(l.reads, 500), milliseconds(l.reads, 990))
	b.row("the same: writes, median and p99", "-", "%.1f ms and %.0f ms", milliseconds(l.writes, 500), milliseconds(l.writes, 990))
	b.row("the same: requests that failed", "0.1 %", "%.3f %% (%d of %s)", 100*float64(len(l.failed))/float64(all), len(l.failed), count(all))
	first, last := average(samples[len(samples)/5:len(samples)*2/5]), average(samples[len(samples)*4/5:])
	b.row("the same: the server's memory, goroutines and open files, in the second and in the last fifth", "flat",
		"%.0f and %.0f MB, %.0f and %.0f, %.0f and %.0f", first.memory/1e6, last.memory/1e6, first.goroutines, last.goroutines, first.files, last.files)
	if len(l.failed) > 0 {
		fmt.Fprintf(os.Stderr, "failed, such as: %q\n", l.failed[:min(5, len(l.failed))])
	}
	return nil
}
