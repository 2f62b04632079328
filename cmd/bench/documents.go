package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/dms"
	"upline/internal/generate"
	"upline/jobs"
)

// partMeasured is for how many partners documents are written while it is measured how fast.
const partMeasured = 5000

// documents measures how fast statements and credit notes are written, archived and recorded; and that a fan-out over all partners, which
// is stopped and killed on the way, comes to the same as one that is not.
func (b *bench) documents(partners int) error {
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
	for _, args := range [][]string{{"import", "--data", dir}, {"run", "settle", "--from", settled.String(), "--through", settled.String()}} {
		if _, err := b.upline(args...); err != nil {
			return err
		}
	}
	ctx := context.Background()
	w, err := openWriting(ctx)
	if err != nil {
		return err
	}
	defer w.store.Close(ctx)
	if err := b.writingSpeed(ctx, w, min(partners/6, partMeasured)); err != nil {
		return err
	}
	return b.fanOut(ctx, w, partners)
}

// paperwork is a company whose documents are written.
type paperwork struct {
	store     *graph.Store
	documents *dms.Store
	run       string
}

func openWriting(ctx context.Context) (*paperwork, error) {
	store, err := graph.Open(ctx, graphConfig())
	if err != nil {
		return nil, err
	}
	runs, err := store.Runs(ctx, settled, settled)
	if err == nil && len(runs) != 1 {
		err = fmt.Errorf("%d runs of %s", len(runs), settled)
	}
	if err != nil {
		return nil, err
	}
	return &paperwork{store, dms.New(store), runs[0].ID}, nil
}

func graphConfig() graph.Config {
	return graph.Config{Config: chronicle.Config{URI: os.Getenv("NEO4J_URI"), User: os.Getenv("NEO4J_USER"), Password: os.Getenv("NEO4J_PASSWORD")}}
}

// byBench is who asks for documents.
var byBench = graph.By{Actor: "bench", Within: graph.Everybody}

// writingSpeed writes the statements of some partners, and then, since persons are known now, their credit notes.
func (b *bench) writingSpeed(ctx context.Context, w *paperwork, partners int) error {
	for _, measured := range []struct {
		what, target, class string
		persons             bool
	}{{"statements", "50 a second a core", "statement", false}, {"credit notes (ZUGFeRD)", "-", "credit_note", true}} {
		worker, err := startWriter(measured.persons)
		if err != nil {
			return err
		}
		part := graph.NewJob{
			ID: "bench-" + measured.class, Kind: "documents_part", Queue: "bulk", Subject: w.run,
			Args: map[string]string{"run": w.run, "first": partnerNo(1), "last": partnerNo(partners)},
		}
		if _, err = w.store.AddJob(ctx, part, byBench); err != nil {
			worker.end(syscall.SIGKILL)
			return err
		}
		took, err := w.await(ctx, part.ID)
		worker.end(syscall.SIGTERM)
		if err != nil {
			return err
		}
		computing := worker.ProcessState.UserTime() + worker.ProcessState.SystemTime()
		written := w.count(ctx, measured.class)
		b.row(fmt.Sprintf("%s written as PDF/A-3, archived and recorded, of %s partners in one part; the stores are on the same %d cores", measured.what, count(partners), runtime.NumCPU()),
			measured.target, "%s in %.0f s: %.0f a second; the worker took %.1f s of a core: %.0f a second a core", count(written), took.Seconds(),
			float64(written)/took.Seconds(), computing.Seconds(), float64(written)/computing.Seconds())
	}
	return nil
}

func partnerNo(n int) string { return fmt.Sprintf("P%07d", n) }

// await waits until a job is done, and says how long a worker was at it.
func (w *paperwork) await(ctx context.Context, id string) (time.Duration, error) {
	for {
		job, err := w.store.Job(ctx, id)
		if err != nil {
			return 0, err
		}
		switch job.State {
		case graph.Done:
			return job.FinishedAt.Sub(job.StartedAt), nil
		case graph.Failed, graph.Cancelled:
			return 0, fmt.Errorf("job %s is %s: %s", id, job.State, job.Error)
		case graph.Queued, graph.Running:
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// fanOut has the documents of all partners written, has the worker stop in the middle and kills it later, and counts what is there in the
// end.
func (b *bench) fanOut(ctx context.Context, w *paperwork, partners int) error {
	job := jobs.WriteDocuments(w.run)
	if _, err := w.store.AddJob(ctx, job, byBench); err != nil {
		return err
	}
	begin := time.Now()
	worker, err := startWriter(true)
	if err != nil {
		return err
	}
	for _, end := range []struct {
		at     int
		signal syscall.Signal
	}{{partners / 3, syscall.SIGTERM}, {partners * 2 / 3, syscall.SIGKILL}} {
		for w.count(ctx, "statement") < end.at {
			time.Sleep(time.Second)
		}
		worker.end(end.signal)
		if worker, err = startWriter(true); err != nil {
			return err
		}
	}
	defer worker.end(syscall.SIGTERM)
	settlement := &jobs.Settlement{Graph: w.store}
	for {
		d, err := settlement.DocumentsOf(ctx, w.run)
		if err != nil {
			return err
		}
		if d.State() == "done" {
			break
		}
		if d.State() != "running" {
			return fmt.Errorf("the documents are %s: %s", d.State(), d.Why())
		}
		time.Sleep(time.Second)
	}
	took := time.Since(begin)
	found, statements, err := w.check(ctx)
	if err != nil {
		return err
	}
	expected, err := w.expected(ctx)
	if err != nil {
		return err
	}
	b.row(fmt.Sprintf("documents of %s partners by jobs of %s: the worker was told to stop after a third, and killed (SIGKILL) after two", count(partners), count(5000)),
		"none missing, none doubled", "%s; %.0f s in all", found, took.Seconds())
	if statements != expected {
		return fmt.Errorf("%d partners are to have statements: %s", expected, found)
	}
	return nil
}

// expected is how many partners are to have a statement: who was one at the end of the month, and who has an account.
func (w *paperwork) expected(ctx context.Context) (int, error) {
	rows, err := bareRows(ctx, `MATCH (p:Partner) WHERE p.joined <= date($end)
		OPTIONAL MATCH (p)-[h:HAS_STATUS]->(s:Status {id: 'terminated'}) WHERE h.from <= date($end) AND h.to > date($end) AND h.superseded > datetime()
		WITH p, count(h) AS ended
		WHERE ended = 0 OR EXISTS { (:Statement)-[:FOR]->(p) }
		RETURN count(p)`, map[string]any{"end": settled.End().String()})
	if err != nil {
		return 0, err
	}
	return int(rows[0][0].(int64)), nil
}

// count is how many documents of a class are recorded.
func (w *paperwork) count(ctx context.Context, class string) int {
	rows, err := bareRows(ctx, "MATCH (d:Document {class: $class}) RETURN count(d)", map[string]any{"class": class})
	if err != nil || len(rows) != 1 {
		return 0
	}
	return int(rows[0][0].(int64))
}

// check counts what is there: documents by the partners whom they are about, and credit notes by their numbers.
func (w *paperwork) check(ctx context.Context) (found string, written int, err error) {
	statements, err := bareRows(ctx, "MATCH (d:Document {class: 'statement'})-[:ABOUT]->(p:Partner) RETURN count(d), count(DISTINCT p)", nil)
	if err != nil {
		return "", 0, err
	}
	notes, err := bareRows(ctx, `MATCH (n:CreditNote) OPTIONAL MATCH (d:Document {id: 'credit-note-' + n.number})
		WITH n, d, toInteger(last(split(n.number, '-'))) AS no
		RETURN count(DISTINCT n.number), count(DISTINCT n.partner), count(d), min(no), max(no)`, nil)
	if err != nil {
		return "", 0, err
	}
	number := func(row []any, i int) int { n, _ := row[i].(int64); return int(n) }
	n := notes[0]
	if number(n, 0) != number(n, 1) || number(n, 0) != number(n, 2) || number(n, 3) != 1 || number(n, 4) != number(n, 0) {
		return "", 0, fmt.Errorf("credit notes: %d numbers of %d partners, %d documents, from %d through %d", number(n, 0), number(n, 1), number(n, 2), number(n, 3), number(n, 4))
	}
	if number(statements[0], 0) != number(statements[0], 1) {
		return "", 0, fmt.Errorf("%d statements of %d partners", number(statements[0], 0), number(statements[0], 1))
	}
	written = number(statements[0], 0)
	return fmt.Sprintf("%s statements of as many partners, %s credit notes of as many, numbered 1 to %s without a gap",
		count(written), count(number(n, 0)), count(number(n, 4))), written, nil
}

// writer is a worker as a process of its own.
type writer struct{ *exec.Cmd }

// writerFlag makes this command a worker.
const writerFlag = "writer"

func startWriter(persons bool) (*writer, error) {
	command := exec.Command(os.Args[0], fmt.Sprintf("-%s=%t", writerFlag, persons))
	command.Stderr = os.Stderr
	return &writer{command}, command.Start()
}

// end sends the worker a signal, and waits until it has ended.
func (w *writer) end(signal syscall.Signal) {
	_ = w.Process.Signal(signal)
	_ = w.Wait()
}
