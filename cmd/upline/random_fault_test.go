package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"upline/graph"
	"upline/internal/money"
	"upline/internal/settletest"
	"upline/internal/storetest"
	"upline/jobs"
)

// Random faults strike while months are settled, reversed, posted, verified and exported. In the end, every job is done once, the
// months are what settling the files gives, and the ledger sums to zero. UPLINE_FAULTS is how many, UPLINE_SEED which.
func TestRandomFaults(t *testing.T) {
	setting := func(name string, usual int) int {
		if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
			return n
		}
		return usual
	}
	seed, faults := setting("UPLINE_SEED", 1), setting("UPLINE_FAULTS", 200)
	t.Logf("UPLINE_SEED=%d", seed)
	s := &strikes{random: rand.New(rand.NewPCG(uint64(seed), 0)), struck: map[string]int{}, ended: make(chan struct{})}
	s.crew = newCrew(t, 3, "")
	go s.strike(faults)
	s.work(rand.New(rand.NewPCG(uint64(seed), 1)))
	s.settledRight()
	s.ledger()
	again := 0
	for _, id := range s.added {
		if s.await(id, time.Minute).Attempt > 1 {
			again++
		}
	}
	t.Logf("%v, %d of them while a job ran; %d of %d jobs took several attempts, in %d months", s.struck, s.underWay, again, len(s.added), s.next-s.from)
	if s.underWay < faults/5 {
		t.Errorf("%d of %d faults struck while a job ran: the test proves little", s.underWay, faults)
	}
}

// strikes are faults that strike a crew.
type strikes struct {
	*crew
	random   *rand.Rand
	struck   map[string]int
	underWay int // struck while a job ran
	ended    chan struct{}
}

// work has months settled as long as faults strike; when all are, one job after the other that reads them.
func (s *strikes) work(random *rand.Rand) {
	for last := s.from + monthsCount - 1; ; {
		if s.next <= last {
			s.month(random.IntN(2) == 0, 3*time.Minute)
		} else {
			s.await(s.add(jobs.ExportRuns(s.from, last)), 3*time.Minute)
			s.await(s.add(jobs.Verify(s.runOf(graph.Settlement, last).ID)), 3*time.Minute)
		}
		select {
		case <-s.ended:
			return
		default:
		}
	}
}

func (s *strikes) strike(faults int) {
	defer close(s.ended)
	for i := range faults {
		worker, busy := s.busy()
		if busy {
			s.underWay++
		}
		what := s.one(i == faults/2, worker)
		s.struck[what]++
		time.Sleep(time.Duration(s.random.IntN(300)) * time.Millisecond)
	}
}

// one lets a fault strike. Neo4j takes so long to start that it is killed but once.
func (s *strikes) one(neo4j bool, worker int) string {
	switch n := s.random.IntN(100); {
	case neo4j:
		restart(s.t, "neo4j", 0)
		storetest.AwaitGraph(s.t)
		return "Neo4j killed"
	case n < 35:
		s.exchange(worker)
		return "killed"
	case n < 60:
		s.rest(worker, time.Duration(s.random.IntN(1000))*time.Millisecond)
		return "stopped"
	case n < 78:
		s.flush()
		return "Redis emptied"
	case n < 94:
		s.deliver()
		return "delivered again"
	case n < 97:
		restart(s.t, "redis", 0)
		return "Redis killed"
	default:
		restart(s.t, "minio", 0)
		return "MinIO killed"
	}
}

// busy returns a worker that is at a job just now; if there is none in half a second, any.
func (s *strikes) busy() (worker int, busy bool) {
	for range 25 {
		running, err := s.store.JobsBefore(context.Background(), graph.JobFilter{State: graph.Running}, "", 20)
		if err != nil {
			break // Neo4j is away just now
		}
		for _, job := range running {
			for i, w := range s.workers {
				if strings.HasSuffix(job.Worker, fmt.Sprintf("/%d", w.Process.Pid)) {
					return i, true
				}
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	return s.random.IntN(len(s.workers)), false
}

// ledger sums what all runs state. Each account closes with what it opened with and got, less what was paid out, and opens
// with what it closed with before; and what all accounts got is what all lines say.
func (s *strikes) ledger() {
	s.t.Helper()
	files, err := settletest.Dir(s.t, s.dir, s.from.String(), (s.next - 1).String(), 1)
	if err != nil {
		s.t.Fatal(err)
	}
	closing, sums := map[string]int64{}, map[string]int64{}
	for _, row := range records(s.t, files["statements.csv"]) {
		cents := func(column string) int64 { return centsOf(s.t, row[column]) }
		got := cents("earnings") + cents("reversals") + cents("reserve") + cents("release")
		if zero := cents("opening") + got - cents("balance"); zero != 0 {
			s.t.Errorf("%s of %s: opening and what came is %d more than the balance", row["partner"], row["period"], zero)
		}
		if zero := cents("balance") - cents("payout") - cents("closing"); zero != 0 {
			s.t.Errorf("%s of %s: the balance less what is paid out is %d more than what is left", row["partner"], row["period"], zero)
		}
		if zero := cents("opening") - closing[row["partner"]]; zero != 0 {
			s.t.Errorf("%s of %s opens with %d more than it closed with", row["partner"], row["period"], zero)
		}
		closing[row["partner"]] = cents("closing")
		sums[row["period"]] += got
	}
	for _, row := range records(s.t, files["lines.csv"]) {
		sums[row["period"]] -= centsOf(s.t, row["amount"])
	}
	if len(sums) == 0 {
		s.t.Error("there is no ledger")
	}
	for period, zero := range sums {
		if zero != 0 {
			s.t.Errorf("the accounts of %s got %d more than the lines say", period, zero)
		}
	}
}

// centsOf reads an amount with two places.
func centsOf(t *testing.T, text string) int64 {
	t.Helper()
	cents, err := money.Parse(text, 2)
	if err != nil {
		t.Fatal(err)
	}
	return cents
}
