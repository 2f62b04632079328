package jobs_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"upline/documents"
	"upline/graph"
	"upline/internal/bundletest"
	"upline/internal/fault"
	"upline/internal/period"
	"upline/internal/settletest"
	"upline/internal/storetest"
	"upline/jobs"
)

// kept is a company in the stores, and what keeps it.
type kept struct {
	*testing.T
	config  graph.Config
	graph   *graph.Store
	archive *documents.Archive
}

func newKept(t *testing.T) *kept {
	t.Helper()
	k := &kept{T: t, config: storetest.Empty(t)}
	storetest.Bucket(t)
	k.archive = k.open(func(string, string) {})
	k.graph = storetest.Open(t, k.config)
	return k
}

func (k *kept) open(step func(name, when string)) *documents.Archive {
	k.Helper()
	archive, err := documents.Open(k.Context(), documents.Config{
		Endpoint: os.Getenv("S3_ENDPOINT"), AccessKey: os.Getenv("S3_ACCESS_KEY"), SecretKey: os.Getenv("S3_SECRET_KEY"),
		Bucket: os.Getenv("S3_BUCKET"), Step: step,
	})
	k.must(err)
	return archive
}

func (k *kept) must(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

func (k *kept) refused(err error, kind fault.Kind, says string) {
	k.Helper()
	if fault.KindOf(err) != kind || err == nil || !strings.Contains(err.Error(), says) {
		k.Errorf("%v, want a refusal that says %q", err, says)
	}
}

func (k *kept) backup() *jobs.Backup {
	return &jobs.Backup{Graph: k.graph, Archive: k.archive, Workers: 1}
}

func (k *kept) settlement() *jobs.Settlement {
	return &jobs.Settlement{Graph: k.graph, Archive: k.archive, Workers: 1}
}

func (k *kept) write(full bool) *jobs.BackupResult {
	k.Helper()
	r, err := k.backup().Write(k.Context(), full)
	k.must(err)
	return r
}

// empty empties the database, as a new one is, and keeps the object store.
func (k *kept) empty() {
	k.Helper()
	storetest.Empty(k.T)
	k.graph = storetest.Open(k.T, k.config)
}

func (k *kept) restore(options jobs.RestoreOptions) *jobs.RestoreResult {
	k.Helper()
	options.By = tester
	r, err := k.backup().Restore(k.Context(), options)
	k.must(err)
	return r
}

// company imports a random company, settles its periods, and has people change things; it returns the next period.
func (k *kept) company(seed int) period.Period {
	k.Helper()
	b := bundletest.Random().Example(seed)
	dir := filepath.Join(k.TempDir(), "bundle")
	bundletest.WriteFiles(k.T, dir, b.Files())
	_, err := k.settlement().Import(k.Context(), dir, false, tester)
	k.must(err)
	through := settletest.Period(k.T, b.Through)
	k.must(k.settlement().Settle(k.Context(), settletest.Period(k.T, b.From), through, tester, nil))
	return through + 1
}

// live has people change things in a period: register, sell, move, correct and cancel.
func (k *kept) live(p period.Period, name string) {
	k.Helper()
	ctx, day := k.Context(), p.Start()
	s := k.snapshot(time.Time{})
	first, last := s.Facts.Partners[0], s.Facts.Partners[len(s.Facts.Partners)-1]
	k.must(k.graph.Register(ctx, graph.Registration{ID: name, Name: "Zoë\t\"" + name, Joined: day, Sponsor: first.ID}, tester))
	for i, paid := range []period.Day{day, period.Forever, day} {
		k.must(k.graph.RecordOrder(ctx, graph.Order{
			ID: fmt.Sprint(name, i), Partner: name, Kind: "own", PlacedOn: day, PaidOn: paid, Points: 1_000_000, CV: 1_000_000,
		}, tester))
	}
	k.must(k.graph.RecordPayment(ctx, name+"1", day+1, tester))
	k.must(k.graph.RecordCancellation(ctx, graph.Cancellation{ID: name + "k", Order: name + "2", On: day + 1, Share: 500_000, Reason: "returned"}, tester))
	k.must(k.graph.CorrectCancellation(ctx, graph.CancellationCorrection{ID: name + "k", On: day + 2, Share: 250_000}, tester))
	k.must(k.graph.CorrectPartner(ctx, name, "Zoe", day, tester))
	k.must(k.graph.ChangeStatus(ctx, last.ID, "suspended", max(day, last.Joined)+2, period.Forever, tester))
	if err := k.graph.Move(ctx, graph.Move{Partner: last.ID, Sponsor: name, From: max(day, last.Joined) + 3, Until: period.Forever}, tester); fault.KindOf(err) != fault.Invalid {
		k.must(err)
	}
	if ranks := s.Facts.Plans[0].Ranks; len(ranks) > 0 {
		k.must(k.graph.OverrideRank(ctx, name, ranks[len(ranks)-1].ID, day+1, graph.By{Within: graph.Everybody, Actor: "test", Reason: "promised"}))
	}
}

func (k *kept) snapshot(at time.Time) *graph.Snapshot {
	k.Helper()
	w := graph.Watermark{KnownAt: at, Facts: -1}
	if at.IsZero() {
		var err error
		w, err = k.graph.Watermark(k.Context())
		k.must(err)
	}
	s, err := k.graph.Snapshot(k.Context(), w)
	k.must(err)
	return s
}

// digest is the hash of all that was known at a time.
func (k *kept) digest(at time.Time) string {
	k.Helper()
	s := k.snapshot(at)
	return fmt.Sprintf("%x", s.Facts.Digest(make([][32]byte, len(s.Plans))))
}

// verify computes every posted run again.
func (k *kept) verify() (runs []*graph.Run) {
	k.Helper()
	first, last := graph.AllPeriods()
	all, err := k.graph.Runs(k.Context(), first, last)
	k.must(err)
	for _, run := range all {
		if run.State == graph.Posted {
			_, err := k.settlement().Verify(k.Context(), run.ID)
			k.must(err)
			runs = append(runs, run)
		}
	}
	return runs
}

// entities writes a whole backup, and returns its lines: all but the clock, which goes on.
func (k *kept) entities() []string {
	k.Helper()
	k.write(true)
	objects, err := k.archive.List(k.Context(), "journal")
	k.must(err)
	latest := map[string]string{}
	for _, object := range objects[len(objects)-2:] {
		file, err := k.archive.Fetch(k.Context(), object.Prefix, object.Ref)
		k.must(err)
		unpacked, err := zstd.NewReader(file)
		k.must(err)
		for lines := bufio.NewReader(unpacked); ; {
			line, err := lines.ReadString('\n')
			if err != nil {
				break
			}
			if columns := strings.Split(line, "\t"); len(columns) == 5 && columns[0] != "Clock" {
				latest[columns[0]+" "+columns[1]] = line
			}
		}
		unpacked.Close()
		k.must(file.Close())
	}
	var lines []string
	for _, line := range latest {
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

func (k *kept) wantEntities(got, want []string) {
	k.Helper()
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			k.Fatalf("copy %d of %d and %d:\n%s\nwant\n%s", i, len(got), len(want), slices.Concat(got, []string{"none"})[min(i, len(got))],
				slices.Concat(want, []string{"none"})[min(i, len(want))])
		}
	}
}

// future settles a month after people have gone on, and returns what comes out.
func (k *kept) future(p period.Period) string {
	k.Helper()
	k.live(p, "future")
	run, err := k.settlement().Compute(k.Context(), p, tester)
	k.must(err)
	return fmt.Sprint(run.ID, run.Digest, run.Evidence)
}

// A restored company is the same: each posted run, byte by byte; what was known at any time; each copy; and it goes on to the
// same future. A base and segments give what a whole backup gives.
func TestRestoredCompanyIsTheSame(t *testing.T) {
	for seed := range 3 {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			k := newKept(t)
			next := k.company(2000 + seed)
			k.write(false)
			k.live(next, "x")
			early := k.write(false)
			_, err := k.settlement().Reverse(t.Context(), next, next.End()-1, tester)
			k.must(err)
			k.live(next, "y")
			late := k.write(false)
			if again := k.write(false); again.Copies != nil || again.No != late.No {
				t.Errorf("nothing has changed, and a backup writes %v", again.Copies)
			}
			want, runs := k.entities(), k.verify()
			digests := []string{k.digest(early.KnownAt), k.digest(late.KnownAt)}
			discard(k, next)
			future := k.future(next)

			k.empty()
			k.restore(jobs.RestoreOptions{KnownAt: late.KnownAt})
			k.refusedRestore(fault.Conflict, "not empty")
			if got := k.verify(); fmt.Sprint(results(got)) != fmt.Sprint(results(runs)) {
				t.Errorf("the runs are\n%v\nwant\n%v", results(got), results(runs))
			}
			if got := []string{k.digest(early.KnownAt), k.digest(late.KnownAt)}; !slices.Equal(got, digests) {
				t.Errorf("what was known has the digests %v, want %v", got, digests)
			}
			discard(k, next)
			if got := k.future(next); got != future {
				t.Errorf("the future is\n%s\nwant\n%s", got, future)
			}

			k.empty()
			k.restore(jobs.RestoreOptions{KnownAt: early.KnownAt})
			k.restore(jobs.RestoreOptions{KnownAt: late.KnownAt, OnTop: true})
			k.wantEntities(k.entities(), want)
		})
	}
}

// discard discards the reversal run that waits for approval, and so makes way for the settlement.
func discard(k *kept, p period.Period) {
	k.Helper()
	run, err := k.settlement().Find(k.Context(), graph.Reversal, p)
	k.must(err)
	k.must(k.settlement().Discard(k.Context(), run.ID, graph.By{Within: graph.Everybody, Actor: "test", Reason: "test"}))
}

func results(runs []*graph.Run) (all []graph.Result) {
	for _, run := range runs {
		all = append(all, run.Result)
	}
	return all
}

func (k *kept) refusedRestore(kind fault.Kind, says string) {
	k.Helper()
	_, err := k.backup().Restore(k.Context(), jobs.RestoreOptions{By: tester})
	k.refused(err, kind, says)
}

// A backup that dies at any write is made up for by the next one; a restore that dies says what to do.
func TestBackupAndRestoreThatDie(t *testing.T) {
	k := newKept(t)
	next := k.company(2100)
	whole := k.archive
	for i, when := range []string{"before", "after", "before", "after"} {
		k.live(next, fmt.Sprint("z", i))
		ctx, die := context.WithCancel(t.Context())
		k.archive = k.open(func(name, at string) {
			if strings.HasPrefix(name, "archive journal") && strings.HasSuffix(name, []string{"base", "segment"}[i/2]) && at == when {
				die()
			}
		})
		if _, err := k.backup().Write(ctx, i < 2); err == nil {
			t.Fatal("it did not die")
		}
		k.archive = whole
		k.write(false)
	}
	want := k.entities()
	k.empty()
	ctx, die := context.WithCancel(t.Context())
	c := k.config
	c.Step = func(name, when string) {
		if name == "restore links" && when == "before" {
			die()
		}
	}
	k.graph = storetest.Open(t, c)
	if _, err := k.backup().Restore(ctx, jobs.RestoreOptions{By: tester}); err == nil {
		t.Fatal("it did not die")
	}
	k.refusedRestore(fault.Conflict, "did not finish: empty it")
	k.refused(k.graph.Register(t.Context(), graph.Registration{ID: "other", Joined: next.Start()}, tester), fault.Conflict, "large import")
	k.empty()
	k.restore(jobs.RestoreOptions{})
	k.wantEntities(k.entities(), want)
}

// People go on while a base is written; what is restored is the company as it was at one time.
func TestBackupWhilePeopleGoOn(t *testing.T) {
	k := newKept(t)
	next := k.company(2200)
	ctx, stop := context.WithCancel(t.Context())
	var people sync.WaitGroup
	for n := range 3 {
		people.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				id := fmt.Sprintf("w%d-%d", n, i)
				if err := k.graph.Register(ctx, graph.Registration{ID: id, Joined: next.Start()}, tester); err != nil && ctx.Err() == nil {
					t.Error(err)
				}
			}
		})
	}
	var last *jobs.BackupResult
	for i := range 6 {
		last = k.write(i%2 == 0)
	}
	stop()
	people.Wait()
	want := k.digest(last.KnownAt)
	k.empty()
	k.restore(jobs.RestoreOptions{})
	if got := k.digest(time.Time{}); got != want {
		t.Error("the restored company is another one than at the time of the backup")
	}
}

// A copy outside the object store brings everything back, and what is damaged or missing in it is named.
func TestCopyOutsideTheObjectStore(t *testing.T) {
	k := newKept(t)
	next := k.company(2300)
	k.write(false)
	k.live(next, "x")
	k.write(false)
	dir := t.TempDir()
	_, err := k.backup().CopyTo(t.Context(), dir)
	k.must(err)
	if again, err := k.backup().CopyTo(t.Context(), dir); err != nil || again.Files != 0 {
		t.Errorf("a second copy: %+v, %v", again, err)
	}
	runs := results(k.verify())
	storetest.Bucket(t) // the first one is lost
	k.archive = k.open(func(string, string) {})
	k.empty()
	k.refusedRestore(fault.NotFound, "no backup")
	segments, err := filepath.Glob(filepath.Join(dir, "journal", "0000000002-segment", "*"))
	k.must(err)
	text, err := os.ReadFile(segments[0])
	k.must(err)
	from := jobs.RestoreOptions{From: dir, By: tester}
	for _, damaged := range [][]byte{text[:len(text)-1], append([]byte{text[0] ^ 1}, text[1:]...)} {
		k.must(os.WriteFile(segments[0], damaged, 0o600))
		_, err = k.backup().Restore(t.Context(), from)
		k.refused(err, fault.Internal, segments[0])
	}
	k.must(os.Remove(segments[0]))
	_, err = k.backup().Restore(t.Context(), from)
	k.refused(err, fault.NotFound, "lacks number 2")
	k.must(os.WriteFile(segments[0], text, 0o600))
	k.restore(from)
	if got := results(k.verify()); fmt.Sprint(got) != fmt.Sprint(runs) {
		t.Errorf("the runs are\n%v\nwant\n%v", got, runs)
	}
}

// A rehearsal computes every posted run again, may be repeated, and leaves a database that nobody backs up by mistake.
func TestRehearsal(t *testing.T) {
	k := newKept(t)
	k.company(2400)
	k.write(false)
	runs := k.verify()
	if _, err := k.backup().Rehearse(t.Context(), tester); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a rehearsal in the live database: %v", err)
	}
	k.empty()
	for range 2 {
		r, err := k.backup().Rehearse(t.Context(), tester)
		k.must(err)
		if len(r.Runs) != len(runs) || r.Failed() > 0 {
			t.Errorf("of %d runs: %+v", len(runs), r.Runs)
		}
	}
	_, err := k.backup().Write(t.Context(), false)
	k.refused(err, fault.Conflict, "rehearsal")
	if storetest.Count(t, "MATCH (s:OnlyForTests) RETURN 'marks' AS key, count(s) AS count")["marks"] == 0 {
		storetest.Run(t, "CREATE (:OnlyForTests)") // the rehearsal has emptied everything
	}
}
